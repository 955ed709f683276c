"""A small corpus and a quick embedding model, for the tests of the index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from corpus.models import Case, Disposition, Item, Provision, ProvisionKind, Source, Violation
from index.embedding import Matrix

SIZE = 64


class HashEmbedder:
    """Character pairs hashed into 64 numbers: alike texts are near. Counts what it embeds."""

    name = "hash"

    def __init__(self, salt: str = "") -> None:
        self.salt, self.embedded, self.questions = salt, 0, 0

    def digest(self) -> str:
        return f"hash-{self.salt}"

    def query(self, text: str) -> Matrix:
        self.questions += 1
        return self._vector(text)

    def passages(self, texts: list[str], progress: Callable[[int], object] | None = None) -> Matrix:
        self.embedded += len(texts)
        if progress:
            progress(len(texts))
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Matrix:
        out = np.zeros(SIZE, np.float32)
        for first, second in zip(self.salt + text, self.salt + text[1:] + "。", strict=False):
            out[(ord(first) * 31 + ord(second) * 7) % SIZE] += 1
        return np.asarray(out / np.linalg.norm(out), np.float32)


class Shelfful:
    """Stands for the library: all versions of all provisions."""

    def __init__(self, provisions: list[Provision]) -> None:
        self.provisions = provisions

    def all_versions(self) -> list[Provision]:
        return self.provisions


def provision(
    law: str,
    number: str,
    text: str,
    kind: ProvisionKind = ProvisionKind.STATUTE,
    since: date = date(2020, 1, 1),
    until: date | None = None,
    summary: bool = False,
) -> Provision:
    return Provision(
        id=f"{law}-{since.year}:{number}",
        kind=kind,
        law=law,
        article=number,
        text=text,
        valid_from=since,
        valid_to=until,
        summary_only=summary,
    )


def small_library() -> Shelfful:
    """A food law changed on 2025-12-01, a trade-mark law that starts in 2027, a plan and a 要旨."""
    change = date(2025, 12, 1)
    return Shelfful(
        [
            provision("甲食品法", "第一条", "禁止经营超过保质期的食品，处五千元罚款。", until=change),
            provision("甲食品法", "第一条", "禁止经营超过保质期的食品，处一万元罚款。", since=change),
            provision("甲食品法", "第二条", "食品摊贩应当办理登记。", since=change),
            provision("乙商标法", "第一条", "销售侵犯商标专用权的商品。", since=date(2027, 1, 1)),
            provision("丙计量法", "第一条", "使用未经检定的计量器具，责令停止使用。"),
            provision("柔性方案", "二（四）", "首次违法且及时改正的不予处罚。", ProvisionKind.PLAN),
            provision("丁条例", "第二条", "包容审慎监管。", ProvisionKind.REGULATION, summary=True),
        ]
    )


def many_provisions(count: int) -> list[Provision]:
    """Provisions of the made-up 长法, every tenth no longer in force."""
    words = "食品药品计量价格广告商标特种设备消防税务劳动环境城管燃气交通文旅卫生农业渔业林草水利"
    return [
        provision(
            "长法",
            f"第{number}条",
            "".join(words[(number * step + step) % len(words)] for step in range(1, 14)) + f"第{number}号。",
            until=date(2024, 1, 1) if number % 10 == 0 else None,
        )
        for number in range(count)
    ]


def items() -> list[Item]:
    return [_item("item-1", "销售超过保质期的食品"), _item("item-2", "未按规定明码标价")]


def cases() -> list[Case]:
    return [
        Case(
            id="case-1",
            title="某超市销售过期面包案",
            field="食品",
            facts="货架上有两袋过期面包，当场下架。",
            outcome_class="no_penalty",
            source=Source(title="典型案例"),
        )
    ]


def violations() -> list[Violation]:
    return [
        Violation(
            id="food-expired",
            field="食品",
            name="经营超过保质期的食品",
            aka=("货架上有过期面包没来得及下架", "卖过期牛奶"),
            authority="市场监督管理部门",
            penalty=("甲食品法 第一条",),
        ),
        Violation(
            id="price-unmarked",
            field="价格",
            name="不明码标价",
            aka=("店里没标价签",),
            authority="市场监督管理部门",
            penalty=("价格法 第四十二条",),
        ),
    ]


def _item(name: str, violation: str) -> Item:
    return Item(
        id=name,
        list_title="轻微违法清单",
        field="市场监管",
        authority="市场监督管理部门",
        violation=violation,
        disposition=Disposition.NO_PENALTY,
        region="全国",
        source=Source(title="轻微违法清单"),
    )
