"""Start, test and build scripts from a new clone in a folder with blanks and umlauts, each twice in a row."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from chroot import CheckError, run
from environment import ROOT, say
from wheels import DIST

PLACE = "Spielplatz für Netze"


def check_scripts(folder: Path) -> None:
    """Raises ``CheckError`` at the first script that fails."""
    clone = folder / PLACE
    run(["git", "clone", "--quiet", ROOT, clone])
    variables = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "PYTHONPATH")}
    variables |= {"PYTHONUTF8": "1"}
    for words in (("start.py",), ("build.py", "wheel"), ("test.py",)):
        for time_of_day in ("first", "second"):
            began = time.monotonic()
            script = clone / "packaging" / words[0]
            run([sys.executable, script, *words[1:]], folder=folder, environment=variables)
            say(f"{' '.join(words)}, {time_of_day} time: {time.monotonic() - began:.0f} s")
    if not (folder / "playground.png").exists():
        raise CheckError("start.py saved no picture.")
    if len(list((clone / DIST.name).iterdir())) != 2:
        raise CheckError("build.py wheel did not make exactly a wheel and an sdist.")
