"""Closing while training, often: a race would show itself once in a while only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).resolve().parents[1] / "training" / "closing.py"
WAYS = ("close", "quit", "step")


@pytest.mark.parametrize("n", range(50))
def test_closing_while_training_ends_with_0(n: int) -> None:
    result = subprocess.run(
        [sys.executable, str(PROGRAM), str(7 * n), WAYS[n % len(WAYS)]],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
