"""The ``playground`` command: what must happen before anything else is imported."""

from __future__ import annotations

import multiprocessing
import os
import sys
from importlib.metadata import PackageNotFoundError, version


def main() -> int:
    """Run the command line and return its exit code."""
    multiprocessing.freeze_support()  # a frozen bundle's child process begins here
    # Two BLAS threads slow small matrices down; NumPy reads this once, when it is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    fault = faulty_qt(_installed_qt(), sys.version_info[:2])
    if fault is not None:
        print(fault, file=sys.stderr)
        return 1
    from playground.cli.run import run

    return run(sys.argv[1:])


def faulty_qt(qt: str | None, python: tuple[int, ...]) -> str | None:
    """A sentence if this version of PySide6 is known to abort the process on this Python, else None."""
    if qt is None:
        return None
    release = tuple(int(part) for part in qt.split(".")[:3] if part.isdigit())
    if release in ((6, 11), (6, 11, 0), (6, 11, 1)):
        wanted = "PySide6-Essentials==6.11.3"
    elif release[:2] >= (6, 12) and python < (3, 12):
        wanted = "PySide6-Essentials>=6.11.2,<6.12"
    else:
        return None
    return (
        f"PySide6 {qt} crashes on Python {'.'.join(map(str, python))}: "
        f"install another one with  python -m pip install '{wanted}'"
    )


def _installed_qt() -> str | None:
    """PySide6's version, without importing it: the faulty ones may not survive that."""
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:  # in a frozen bundle, which carries a tested pair
        return None


if __name__ == "__main__":
    sys.exit(main())
