"""Personal data taken out of a remark before it is stored: numbers, addresses of mail, names, places."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.cases import load_schema

_SIGN = "＊"
_PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?:微信|QQ|qq|V信|vx|VX|wx)(?:号)?[:：\s]*[A-Za-z0-9_-]{5,}"),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}"),
    re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"),
    re.compile(r"(?<![0-9])(?:\+?86[-\s]?)?\d(?:[-\s]?\d){6,}[Xx]?"),
    re.compile(
        r"[\u4e00-\u9fff]{1,6}(?:路|街|巷|弄|小区|花园|村)\d{0,4}(?:号|栋|幢|单元|室|组)[\d号栋幢单元室]*"
    ),
)


def mask(text: str) -> str:
    """The text with what may tell who somebody is replaced by a sign; what is in doubt is taken out."""
    for pattern in (*_PATTERNS, *_names()):
        text = pattern.sub(_SIGN, text)
    return text


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], ...]:
    """Names after a word for who it is ("我叫王小明", "店主李四"), or before a title ("张建国经理")."""
    schema = load_schema()
    one = rf"[{schema.surnames}][\u4e00-\u9fff]{{1,2}}"
    roles = "|".join(map(re.escape, (*schema.roles, "我叫", "我是", "叫做", "名字", "老板", "姓名", "联系")))
    titles = "先生|女士|经理|老板|师傅|队长|所长|科长|局长|主任|同志"
    return (
        re.compile(rf"(?<=叫){one}|(?:{roles})[:：是]?{one}"),
        re.compile(rf"{one}(?={titles})|[{schema.surnames}](?={titles})"),
    )
