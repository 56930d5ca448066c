"""Wheel and source distribution, made by hatchling as pyproject.toml says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import release
from environment import ROOT, SetupError, last_lines, say

DIST = ROOT / "dist"


def make_wheel(python: Path) -> list[Path]:
    """Build both into dist/ and return their paths. Raises ``SetupError``."""
    say("Building wheel and source distribution")
    stem = f"neural_playground-{release.version()}"
    made = [DIST / f"{stem}.tar.gz", DIST / f"{stem}-py3-none-any.whl"]
    for path in made:
        path.unlink(missing_ok=True)
    command = [str(python), "-m", "hatchling", "build", "-d", str(DIST), "-t", "sdist", "-t", "wheel"]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(release.build_time()), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0 or not all(path.exists() for path in made):
        raise SetupError(f"The wheel could not be built:\n{last_lines(result.stderr, 20)}")
    return made
