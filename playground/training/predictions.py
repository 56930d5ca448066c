"""What the network answers, drawn over its inputs or against the targets, in the data's own units."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset, Feature
from playground.data.painting import MOST_ROWS
from playground.engine.network import Network
from playground.training.neuron_pictures import cell_centers, evenly_spread, grid, scaled_range

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

MAP_SIZE = 64
CURVE_SIZE = 256
MOST_POINTS = 1000
"""Rows drawn of a large table; of one that can be painted on, all are."""


@dataclass(frozen=True)
class Points:
    """Rows of the data, of large tables about a thousand (evenly spread), in original units.

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
    all_drawn = len(data.given) <= 2 and len(order) <= MOST_ROWS
    return _some(data, order if all_drawn else order[evenly_spread(len(order), MOST_POINTS)])


def with_rows(
    predictions: Predictions, dataset: Dataset, network: Network, theta: Array, rows: Collection[int]
) -> Predictions:
    """The predictions with these rows of the table at the end of the points, as far as they are used."""
    data, points = dataset.once(), predictions.points
    places = _places(data, [row for row in rows if row not in points.rows])
    if not len(places):
        return predictions
    x, more = _some(data, places)
    pairs = ((getattr(points, each.name), getattr(more, each.name)) for each in fields(Points))
    both = Points(*map(np.concatenate, pairs))
    if isinstance(predictions, PredictedAgainstActual):
        values = _original(data.outputs, network.outputs(theta, x))
        return replace(predictions, points=both, values=np.concatenate([predictions.values, values]))
    return replace(predictions, points=both)


def _places(data: Dataset, rows: Collection[int]) -> Ints:
    """Where these rows of the table are among training and, behind them, test rows, as far as used."""
    found = []
    for start, used in ((0, data.train_rows), (len(data.train_rows), data.test_rows)):
        for row in rows:
            place = int(np.searchsorted(used, row))
            if place < len(used) and used[place] == row:
                found.append(start + place)
    return np.array(found, dtype=np.int64)


def _some(data: Dataset, chosen: Ints) -> tuple[Array, Points]:
    """Training and test rows by their places among both: as the network sees them, and in original units."""
    n = len(data.train_rows)
    is_test = chosen >= n

    def taken(train: Any, test: Any) -> Any:
        some = np.empty((len(chosen), *train.shape[1:]), train.dtype)
        some[~is_test], some[is_test] = train[chosen[~is_test]], test[chosen[is_test] - n]
        return some

    known, y = taken(data.known_train, data.known_test), taken(data.y_train, data.y_test)
    rows = taken(data.train_rows, data.test_rows)
    points = Points(_original(data.given, known), _original(data.outputs, y), is_test, rows)
    return taken(data.x_train, data.x_test), points


def _original(features: tuple[Feature, ...], scaled: Array) -> Array:
    """(n_rows, n_features) in original units."""
    return np.column_stack([f.to_original(scaled[:, i]) for i, f in enumerate(features)])
