"""The window stays awake while training runs at full speed, and the surface stays fresh."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("window.py")
ATTEMPTS = 3
"""The best of a few counts: whatever else runs on the machine makes the figures worse, never better."""


def measured() -> dict[str, float]:
    result = subprocess.run(
        [sys.executable, str(HARNESS), "2"], capture_output=True, text=True, check=True, timeout=60
    )
    figures: dict[str, float] = json.loads(result.stdout)["with_pictures"]
    return figures


def test_timer_is_late_by_less_than_a_frame_and_surfaces_come_ten_times_a_second() -> None:
    busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > (os.cpu_count() or 1)
    all_figures = []
    for _ in range(ATTEMPTS):
        figures = measured()
        all_figures.append(figures)
        if figures["late_p99_ms"] < 16 and figures["surfaces_per_s"] >= 10:
            return
    if busy:
        pytest.skip("other programs need more processors than there are: the figures mean nothing")
    pytest.fail(f"too late or too few, in every attempt: {all_figures}")
