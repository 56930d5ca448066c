"""Inputs that are the pixels of an image, told by their names: "pixel_3_5" is in row 3, column 5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from playground.data.features import Feature

FEWEST_PIXELS: Final = 9
FILLED: Final = 0.5
"""The share of an image's places that must be inputs: pixels that never change are often left out."""
MOST_PLACES: Final = 65_536
_NAME: Final = re.compile(r"(?P<word>\D*?)(?P<row>\d+)[_x,.:; ](?P<column>\d+)\D?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PixelGrid:
    """``places``: of each input, in their order, its place in an image of ``rows`` × ``columns``, counted
    row by row from the upper left."""

    rows: int
    columns: int
    places: tuple[int, ...]


def pixel_grid(inputs: Sequence[Feature]) -> PixelGrid | None:
    """The image that the inputs are; None if any of them is no pixel of it.

    All are numbers named by one word, row and column ("pixel_3_5", "p3x5"), no two alike, and fill at least
    half of the image.
    """
    matches = [_NAME.fullmatch(feature.column) for feature in inputs]
    numbers = all(f.category is None and not f.is_gap and not f.formula for f in inputs)
    if len(inputs) < FEWEST_PIXELS or not numbers or not all(matches):
        return None
    found = [match for match in matches if match is not None]
    if len({match["word"] for match in found}) > 1:
        return None
    places = [(int(match["row"]), int(match["column"])) for match in found]
    top, left = (min(place[i] for place in places) for i in (0, 1))
    rows, columns = (1 + max(place[i] for place in places) - low for i, low in ((0, top), (1, left)))
    if min(rows, columns) < 2 or rows * columns > MOST_PLACES or len(set(places)) < len(places):
        return None
    if len(places) < FILLED * rows * columns:
        return None
    return PixelGrid(rows, columns, tuple((row - top) * columns + column - left for row, column in places))
