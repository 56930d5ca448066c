"""A virtual screen (Xvfb) that programs in and outside a chroot can show their windows on."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chroot import CheckError, run

PATIENCE = 30.0
PHOTO = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.exit(not application.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""


@dataclass(frozen=True)
class Screen:
    display: str

    def wait_for_window(self, title: str, process: subprocess.Popen[str]) -> None:
        """Until a visible window has this in its title. Raises ``CheckError`` if the program ends before."""
        end = time.monotonic() + PATIENCE
        search = ["xdotool", "search", "--onlyvisible", "--name", re.escape(title)]
        while subprocess.run(search, env=self.environment(), capture_output=True, check=False).returncode:
            if process.poll() is not None:
                output = process.stdout.read() if process.stdout else ""
                raise CheckError(f"It ended with {process.returncode} before a window was there:\n{output}")
            if time.monotonic() > end:
                raise CheckError(f"No window called “{title}” within {PATIENCE:.0f} seconds.")
            time.sleep(0.03)

    def photograph(self, python: Path, target: Path) -> None:
        """Save what is on the screen, with a Python that has PySide6."""
        target.parent.mkdir(parents=True, exist_ok=True)
        environment = {**self.environment(), "QT_QPA_PLATFORM": "xcb"}
        run([python, "-c", PHOTO, target], environment=environment)

    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}


@contextmanager
def virtual_screen(width: int = 1440, height: int = 900) -> Iterator[Screen]:
    """A screen on a free display number."""
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        f"{width}x{height}x24",
        "-ac",
        "-noreset",  # else it starts anew whenever its last client goes, and refuses the next one meanwhile
    ]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    try:
        if not number:
            raise CheckError("Xvfb did not start.")
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait()
