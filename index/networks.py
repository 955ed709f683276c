"""Opening a trained network that ships: its tokenizer and its eight-bit weights, run by onnxruntime alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_network(file: Path, threads: int) -> tuple[Any, Any]:
    """(tokenizer, session) of ``file`` and the tokenizer.json beside it; threads may share both.

    Raises kinds of errors of their own when a file is missing or broken.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    tokenizer = Tokenizer.from_file(str(file.with_name("tokenizer.json")))
    return tokenizer, onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
