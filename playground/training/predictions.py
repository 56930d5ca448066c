"""What the network answers, drawn over its inputs or against the targets, in the data's own units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset, Feature
from playground.engine.network import Network
from playground.training.neuron_pictures import cell_centers, evenly_spread, grid, scaled_range

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MAP_SIZE = 64
CURVE_SIZE = 256
MOST_POINTS = 1000


@dataclass(frozen=True)
class Points:
    """Rows of the data, at most about a thousand (evenly spread if there are more), in original units.

    inputs (n_points, n_given), targets (n_points, n_outputs), is_test (n_points,), rows (n_points,)
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


class PredictionSample:
    """The places at which the network is asked: prepared once per dataset, answered once per snapshot."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._axes: list[Array] = []
        chosen_x, self._points = _points(dataset)
        n_given = len(dataset.given)
        ranges = [scaled_range(dataset, i) for i in range(min(n_given, 2))]
        if n_given == 1:
            self._axes = [np.linspace(*ranges[0], CURVE_SIZE)]
            self._x = dataset.completed(self._axes[0][:, None])
        elif n_given == 2:
            self._axes = [cell_centers(*limits, MAP_SIZE) for limits in ranges]
            self._x = dataset.completed(grid(*self._axes))
        else:
            self._x = chosen_x

    def predictions(self, network: Network, theta: Array) -> Predictions:
        """The answers at the weights ``theta`` (n_params,), in original units."""
        data = self._dataset
        values = _original(data.outputs, network.outputs(theta, self._x))
        about = (self._points, data.given, data.outputs, data.task)
        axes = [f.to_original(axis) for f, axis in zip(data.given, self._axes, strict=False)]
        if len(axes) == 1:
            return FittedCurve(axes[0], values, *about)
        if len(axes) == 2:
            return DecisionMap(axes[0], axes[1], values.reshape(MAP_SIZE, MAP_SIZE, -1), *about)
        return PredictedAgainstActual(values, *about)


def points_of(dataset: Dataset) -> Points:
    """The rows to draw, in the order of the table, in original units."""
    return _points(dataset)[1]


def _points(data: Dataset) -> tuple[Array, Points]:
    """The rows to draw, in the order of the table: as the network sees them, and in original units."""
    data = data.once()
    rows = np.concatenate([data.train_rows, data.test_rows])
    order = np.argsort(rows, kind="stable")
    chosen = order[evenly_spread(len(order), MOST_POINTS)]
    x = np.concatenate([data.x_train, data.x_test])[chosen]
    known = np.concatenate([data.known_train, data.known_test])[chosen]
    y = np.concatenate([data.y_train, data.y_test])[chosen]
    is_test = chosen >= len(data.train_rows)
    return x, Points(_original(data.given, known), _original(data.outputs, y), is_test, rows[chosen])


def _original(features: tuple[Feature, ...], scaled: Array) -> Array:
    """(n_rows, n_features) in original units."""
    return np.column_stack([f.to_original(scaled[:, i]) for i, f in enumerate(features)])
