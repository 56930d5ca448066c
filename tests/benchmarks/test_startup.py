"""The window is visible about as soon as an empty one with the same libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HARNESS = Path(__file__).with_name("startup.py")
LARGEST_RATIO = 1.25


def test_window_is_visible_soon() -> None:
    result = subprocess.run(
        [sys.executable, str(HARNESS), "1"], capture_output=True, text=True, check=True, timeout=120
    )
    figures: dict[str, float] = json.loads(result.stdout)
    assert figures["ratio"] <= LARGEST_RATIO, figures
