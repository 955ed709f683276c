"""What can go wrong with the index, said so that the user knows what to do next."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEARLY_FULL = 64 * 1024 * 1024  # bytes; a write may fail before the last one is used
_FULL = "磁盘已满，请腾出至少 500 MB 空间"
_NOT_ALLOWED = "没有写权限，请检查目录权限，或用 KUANYAN_HOME 指定别的数据目录"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "磁盘配额已用完，请腾出至少 500 MB 空间",
    errno.EROFS: "磁盘是只读的，请用 KUANYAN_HOME 指定一个可写的数据目录",
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
}


class IndexProblem(Exception):
    """Base of all errors of this room. The message is Chinese and ends with what to do."""


class IndexBusy(IndexProblem):
    """Another process is building the index and there is no earlier one to use meanwhile."""


class EmbeddingProblem(IndexProblem):
    """The embedding model cannot be used, or does not match vectors made earlier."""


class StoreProblem(IndexProblem):
    """The vector store refused to be written; stores raise errors of many kinds, this is the one kind."""


class ServerProblem(IndexProblem):
    """The server that keeps the vectors cannot be reached, or refused."""


@contextmanager
def server_problem(product: str, url: str, *kinds: type[Exception]) -> Iterator[None]:
    """Say in Chinese what a server's client raises. ``url`` holds no password: settings see to that."""
    try:
        yield
    except kinds as exc:
        why = " ".join(str(exc).split())
        raise ServerProblem(
            f"向量库服务器 {product}（{url}）用不了：{why}。请检查它是否在运行，KUANYAN_STORE_URL、"
            "KUANYAN_STORE_PASSWORD 是否正确；也可以改回 KUANYAN_STORE=chroma。原有索引没有改动。"
        ) from exc


@contextmanager
def server_needs(package: str) -> Iterator[None]:
    """Around the import of a package that only those install who use a server."""
    try:
        yield
    except ImportError as exc:
        raise ServerProblem(
            f"没有安装 {package}。请运行 pip install -r requirements-servers.txt，"
            "或改回 KUANYAN_STORE=chroma。"
        ) from exc


def disk_problem(exc: Exception, folder: Path) -> IndexProblem:
    """An IndexProblem for a full, read-only or forbidden disk. ``folder``: the one written to."""
    reason = _REASONS.get(getattr(exc, "errno", None) or 0)
    if reason is None and _nearly_full(folder):
        reason = _FULL  # numpy and the vector stores do not say so themselves
    return IndexProblem(f"无法写入索引目录 {folder}：{reason or f'系统报告：{exc}'}。原有索引没有改动。")


def _nearly_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < NEARLY_FULL
    except OSError:
        return False
