"""What can go wrong with the index, said so that the user knows what to do next."""

from __future__ import annotations

import errno


class IndexProblem(Exception):
    """Base of all errors of this room. The message is Chinese and ends with what to do."""


class IndexBusy(IndexProblem):
    """Another process is building the index and there is no earlier one to use meanwhile."""


class EmbeddingProblem(IndexProblem):
    """The embedding model cannot be used, or does not match vectors made earlier."""


def disk_problem(exc: OSError, what: str) -> IndexProblem:
    """An IndexProblem for a full, read-only or forbidden disk. ``what``: the folder concerned."""
    reasons = {
        errno.ENOSPC: "磁盘已满，请腾出至少 500 MB 空间",
        errno.EDQUOT: "磁盘配额已用完，请腾出至少 500 MB 空间",
        errno.EROFS: "磁盘是只读的，请用 KUANYAN_HOME 指定一个可写的数据目录",
        errno.EACCES: "没有写权限，请检查目录权限，或用 KUANYAN_HOME 指定别的数据目录",
        errno.EPERM: "没有写权限，请检查目录权限，或用 KUANYAN_HOME 指定别的数据目录",
    }
    reason = reasons.get(exc.errno or 0, f"系统报告：{exc.strerror or exc}")
    return IndexProblem(f"无法写入索引目录 {what}：{reason}。原有索引没有改动。")
