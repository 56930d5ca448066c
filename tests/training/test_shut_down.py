"""Closing while training: the process ends with 0 and says nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("closing.py")


@pytest.mark.parametrize(
    ("milliseconds", "way"), [(0, "close"), (30, "quit"), (70, "step"), (110, "close"), (150, "quit")]
)
def test_closing_while_training_ends_with_0(milliseconds: int, way: str) -> None:
    result = subprocess.run(
        [sys.executable, str(PROGRAM), str(milliseconds), way],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
