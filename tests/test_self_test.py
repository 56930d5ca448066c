"""``playground --self-test`` goes through the real program, and says so when something is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: it makes the one application object that a process can have."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_everything_works_here() -> None:
    result = run_python("-m", "playground", "--self-test")
    assert result.returncode == 0, result.stdout + result.stderr
    lines = result.stdout.splitlines()
    assert lines[-1] == "7 of 7 checks passed"
    assert sum("  ok  " in line for line in lines) == 7
    assert result.stderr == ""


def test_a_broken_program_is_found_out() -> None:
    program = """
import sys
from playground.self_test import run_self_test
from playground.training.controller import TrainingController
TrainingController.train_epochs = lambda self, count: self.failed.emit("The thread has ended.")
sys.exit(run_self_test())
"""
    result = run_python("-c", program)
    assert result.returncode == 1, result.stdout + result.stderr
    failed = [line for line in result.stdout.splitlines() if "FAILED" in line]
    assert [line.split("  ")[0] for line in failed] == ["learn XOR", "learn iris", "save and reopen"]
    assert failed[0].endswith("The thread has ended.")
    assert result.stdout.splitlines()[-1] == "4 of 7 checks passed"
