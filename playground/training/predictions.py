"""What the network answers, drawn over its inputs or against the targets, in the data's own units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Feature

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Points:
    """Rows of the data, at most about a thousand (evenly spread if there are more), in original units.

    inputs (n_points, n_inputs), targets (n_points, n_outputs), is_test (n_points,), rows (n_points,)
    row numbers of the table. Where the target is a category, ``targets`` holds 0 or 1.
    """

    inputs: Array
    targets: Array
    is_test: Bools
    rows: Ints


@dataclass(frozen=True)
class DecisionMap:
    """Two inputs: the answer at every place. ``values`` (ny, nx, n_outputs); row 0 is the LOWEST y."""

    x: Array
    """(nx,) cell centres of the first input"""
    y: Array
    """(ny,) cell centres of the second input"""
    values: Array
    points: Points
    inputs: tuple[Feature, ...]
    outputs: tuple[Feature, ...]
    task: str
    kind: Literal["map"] = "map"


@dataclass(frozen=True)
class FittedCurve:
    """One input: the answer along it. ``x`` (n,), ``values`` (n, n_outputs)."""

    x: Array
    values: Array
    points: Points
    inputs: tuple[Feature, ...]
    outputs: tuple[Feature, ...]
    task: str
    kind: Literal["curve"] = "curve"


@dataclass(frozen=True)
class PredictedAgainstActual:
    """More inputs: the answer for each of the points. ``values`` (n_points, n_outputs), beside
    ``points.targets`` of the same shape."""

    values: Array
    points: Points
    inputs: tuple[Feature, ...]
    outputs: tuple[Feature, ...]
    task: str
    kind: Literal["scatter"] = "scatter"


Predictions = DecisionMap | FittedCurve | PredictedAgainstActual
"""Tell them apart by ``kind``."""
