"""Time until the window is visible, against an empty window with the same libraries, in the same run.

Run it: ``python tests/benchmarks/startup.py [ROUNDS]`` from the project's folder; it prints one JSON line.
All programs are started anew, in turns, and end when their window has been exposed and painted: the empty
one; the playground's, empty as it is at first; the playground's with everything in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]

# What both do in place of running on: wait for the first picture, say so, and leave at once.
UNTIL_VISIBLE = """
import os, sys
from PySide6.QtWidgets import QApplication
def until_visible(*_):
    window = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()][0]
    while not window.windowHandle().isExposed():
        QApplication.processEvents()
    QApplication.processEvents()
    print("visible", flush=True)
    os._exit(0)
"""
EMPTY_WINDOW = """
import numpy
import pyqtgraph
from PySide6.QtWidgets import QMainWindow
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(pyqtgraph.PlotWidget())
window.resize(1440, 900)
window.show()
until_visible()
"""
PLAYGROUND = """
from playground import app
app._let_appear = until_visible
from playground.__main__ import main
sys.argv = ["playground"]
main()
"""
FURNISHED = """
QApplication.exec = until_visible
from playground.__main__ import main
sys.argv = ["playground"]
main()
"""
PROGRAMS = {"empty": EMPTY_WINDOW, "playground": PLAYGROUND, "furnished": FURNISHED}


def seconds_until_visible(program: str, home: str) -> float:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",  # an installed copy is compiled
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_DATA_HOME": home,
    }
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", UNTIL_VISIBLE + program], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    seconds = perf_counter() - began
    process.communicate()
    if line != "visible\n":
        raise RuntimeError(f"it ended with {process.returncode} before its window was visible")
    return seconds


def measure(rounds: int) -> dict[str, float]:
    """The quickest start of each in seconds, and how many times as long as the empty window's ours take.

    The quickest: whatever else runs on the machine makes a start slower, never quicker.
    """
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as home:
        for nth in range(rounds + 1):
            for name, program in PROGRAMS.items():
                seconds = seconds_until_visible(program, home)
                if nth:  # the first round only fills the disk's cache
                    times[name].append(seconds)
    best = {name: min(each) for name, each in times.items()}
    figures = {f"{name}_s": round(seconds, 3) for name, seconds in best.items()}
    return figures | {
        "ratio": round(best["playground"] / best["empty"], 2),
        "ratio_furnished": round(best["furnished"] / best["empty"], 2),
    }


def main() -> None:
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10)))


if __name__ == "__main__":
    main()
