"""Where the files that ship with the program are: icons, examples."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    """The resources' folder of a frozen bundle, of an installed wheel or of a checkout, in this order."""
    places = [_PACKAGE / "_resources", _PACKAGE.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"The program's own files are missing: looked in {', '.join(map(str, places))}. Install it again."
    )


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, for example ``resource("icons", "train.svg")``.

    Raises ``FileNotFoundError`` if the resources as a whole are missing; the file itself is not checked.
    """
    return _root().joinpath(*parts)
