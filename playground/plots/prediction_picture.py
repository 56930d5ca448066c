"""What the predictions card draws, as numbers in the data's own units. No Qt.

Two inputs: a decision map. One input: the fitted curve. More: predicted against actual, or, for categories,
one strip per category with the answer every row got for its own category.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import THIN_SPACE, format_count
from playground.data.dataset import Feature
from playground.plots.ticks import spread_labels
from playground.training.pictures import (
    DecisionMap,
    FittedCurve,
    PredictedAgainstActual,
    Predictions,
)

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NO_CATEGORY = -1
STRIP_WIDTH = 0.62
"""Width of a category's strip, in parts of the distance to the next one."""
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Marks:
    """Rows of the data. xy (n, 2); category (n,) decides color and shape (`NO_CATEGORY`: plain dots);
    share (n,): their target on the color scale of the heat map, if there is one for numbers; rows (n,):
    row numbers of the table."""

    xy: Array
    category: Ints
    is_test: Bools
    rows: Ints
    share: Array | None = None

    def outside(self, limits: tuple[float, float, float, float]) -> int:
        """How many don't lie in (left, right, bottom, top)."""
        left, right, bottom, top = limits
        x, y = self.xy.T
        return int((~((left <= x) & (x <= right) & (bottom <= y) & (y <= top))).sum())


@dataclass(frozen=True)
class Heat:
    """A decision map. rect (left, bottom, width, height): cell edges.

    values (ny, nx): for one output in its own units, row 0 lowest; NaN in gaps. With ``winner`` (ny, nx)
    it is a map of categories, and ``values`` (0 … 1) says how clearly the winner leads.
    limits: the values at both ends of the color scale.
    """

    rect: tuple[float, float, float, float]
    values: Array
    limits: tuple[float, float]
    winner: Ints | None = None


@dataclass(frozen=True)
class Line:
    """A curve. xy (n, 2); ``category`` as in `Marks`; a guide is thin and gray."""

    xy: Array
    category: int = NO_CATEGORY
    guide: bool = False


@dataclass(frozen=True)
class PredictionPicture:
    """``categories`` are their names; ``x_ticks`` (place, text) where the axis holds categories, then
    ``counts`` has (right, all) for each; ``right`` has (right, all) of the training and the test rows that
    are drawn, None where that isn't counted; ``neuron`` is the title of the one neuron whose output is drawn,
    empty for the network's answers."""

    kind: str
    titles: tuple[str, str]
    range: tuple[float, float, float, float]
    marks: Marks
    lines: tuple[Line, ...] = ()
    heat: Heat | None = None
    heat_title: str = ""
    categories: tuple[str, ...] = ()
    x_ticks: tuple[tuple[float, str], ...] | None = None
    counts: tuple[tuple[int, int], ...] = ()
    right: tuple[tuple[int, int], tuple[int, int]] | None = None
    neuron: str = ""

    def heat_labels(self) -> list[tuple[float, str]]:
        """(share of the color scale, text): the two categories, or three numbers."""
        if self.heat is None or self.heat.winner is not None:
            return []
        if self.categories and not self.neuron:
            return [(0.0, self.categories[0]), (1.0, self.categories[1])]
        low, high = self.heat.limits
        texts = spread_labels([low, (low + high) / 2, high])
        return list(zip((0.0, 0.5, 1.0), texts, strict=True))

    def sentence(self) -> str:
        if self.neuron:
            return f"{self.neuron}, enlarged."
        what = {
            "map": "Decision map: the answer over {0} and {1}",
            "curve": "Fitted curve: {1} over {0}",
            "scatter": "Predictions: {1} against {0}",
            "strips": "Predictions: {1}, for each category",
        }[self.kind].format(*self.titles)
        n_test = int(self.marks.is_test.sum())
        n_training = len(self.marks.xy) - n_test
        text = f"{what}; {format_count(n_training)} training and {format_count(n_test)} test rows"
        if self.right is not None:
            for (right, all_), name in zip(self.right, ("training", "test"), strict=True):
                if all_:
                    text += f"; {format_count(right)} of {format_count(all_)} {name} rows right"
        outside = self.marks.outside(self.range)
        if outside:
            text += f"; {format_count(outside)} outside the view"
        return text + "."


def prediction_picture(predictions: Predictions) -> PredictionPicture:
    """What to draw of the answers at one moment."""
    if isinstance(predictions, DecisionMap):
        return _map(predictions)
    if isinstance(predictions, FittedCurve):
        return _curve(predictions)
    return _strips(predictions) if predictions.task != "regression" else _scatter(predictions)


def category_names(outputs: tuple[Feature, ...]) -> tuple[str, ...]:
    """The categories of the target; none for a number. With one output, the one that is 0 comes first."""
    if len(outputs) == 1:
        only = outputs[0]
        if only.category is None:
            return ()
        return (only.otherwise or f"not {only.category}", only.category)
    return tuple(output.category or output.name for output in outputs)


def axis_title(feature: Feature) -> str:
    return f"{feature.name}{THIN_SPACE}({feature.unit})" if feature.unit else feature.name


def winners(values: Array) -> Ints:
    """The category each answer (n, n_outputs) means: the largest, or for one output whether it passes ½."""
    if values.shape[-1] == 1:
        return (values[..., 0] > 0.5).astype(np.int64)
    return np.asarray(np.argmax(values, axis=-1), dtype=np.int64)


def _map(p: DecisionMap) -> PredictionPicture:
    names = category_names(p.outputs)
    rect = _edges(p.x, p.y)
    winner = share = None
    if len(names) > 2 or len(p.outputs) > 1:
        values, winner, limits = _lead(p.values), winners(p.values), (0.0, 1.0)
    else:
        values = p.values[:, :, 0]
        limits = (0.0, 1.0) if names else _number_limits(p.points.targets[:, 0], p.outputs[0].span)
        share = None if names else (p.points.targets[:, 0] - limits[0]) / (limits[1] - limits[0])
    marks = Marks(
        p.points.inputs, _categories(p.points.targets, names), p.points.is_test, p.points.rows, share
    )
    return PredictionPicture(
        kind="map",
        titles=(axis_title(p.inputs[0]), axis_title(p.inputs[1])),
        range=(rect[0], rect[0] + rect[2], rect[1], rect[1] + rect[3]),
        marks=marks,
        heat=Heat(rect, values, limits, winner),
        heat_title="answer" if names else axis_title(p.outputs[0]),
        categories=names,
    )


def _curve(p: FittedCurve) -> PredictionPicture:
    names = category_names(p.outputs)
    many = len(p.outputs) > 1
    categories = _categories(p.points.targets, names)
    lines = tuple(
        Line(np.column_stack((p.x, p.values[:, i])), i if many else NO_CATEGORY)
        for i in range(len(p.outputs))
    )
    # A row of a category stands where a perfect answer for it would be.
    y = np.ones(len(categories)) if many else p.points.targets[:, 0]
    return PredictionPicture(
        kind="curve",
        titles=(axis_title(p.inputs[0]), _answer_title(p.outputs, names)),
        range=(float(p.x[0]), float(p.x[-1]), *_padded(np.append(y, 0.0) if many else y)),
        marks=Marks(np.column_stack((p.points.inputs[:, 0], y)), categories, p.points.is_test, p.points.rows),
        lines=lines,
        categories=names,
    )


def _scatter(p: PredictedAgainstActual) -> PredictionPicture:
    actual, predicted = p.points.targets[:, 0], p.values[:, 0]
    # By the actual values alone: the picture keeps still, and answers far off don't squeeze it into a dot.
    low, high = _padded(actual)
    title = axis_title(p.outputs[0])
    return PredictionPicture(
        kind="scatter",
        titles=(f"actual {title}", f"predicted {title}"),
        range=(low, high, low, high),
        marks=Marks(
            np.column_stack((actual, predicted)), _plain(len(actual)), p.points.is_test, p.points.rows
        ),
        lines=(Line(np.array([[low, low], [high, high]]), guide=True),),
    )


def _strips(p: PredictedAgainstActual) -> PredictionPicture:
    names = category_names(p.outputs)
    actual, meant = _categories(p.points.targets, names), winners(p.values)
    if len(p.outputs) == 1:
        answer = np.where(actual == 1, p.values[:, 0], 1.0 - p.values[:, 0])
    else:
        answer = p.values[np.arange(len(actual)), actual]
    # Rows of one category side by side, spread evenly and always in the same way.
    spread = (np.arange(len(actual)) * GOLDEN) % 1.0 - 0.5
    xy = np.column_stack((actual + STRIP_WIDTH * spread, answer))
    is_right = actual == meant
    right = tuple(
        (int(is_right[chosen].sum()), int(chosen.sum())) for chosen in (~p.points.is_test, p.points.is_test)
    )
    counted = [(int(is_right[actual == i].sum()), int((actual == i).sum())) for i in range(len(names))]
    guides = (Line(np.array([[-0.5, 0.5], [len(names) - 0.5, 0.5]]), guide=True),) if len(names) == 2 else ()
    return PredictionPicture(
        kind="strips",
        titles=(p.outputs[0].column, "answer for the right category"),
        range=(-0.5, len(names) - 0.5, -0.06, 1.18),
        marks=Marks(xy, meant, p.points.is_test, p.points.rows),
        lines=guides,
        categories=names,
        x_ticks=tuple((float(i), name) for i, name in enumerate(names)),
        counts=tuple(counted),
        right=(right[0], right[1]),
    )


def _answer_title(outputs: tuple[Feature, ...], names: tuple[str, ...]) -> str:
    if not names:
        return axis_title(outputs[0])
    return f"answer: {names[1]}" if len(names) == 2 else "answer"


def _categories(targets: Array, names: tuple[str, ...]) -> Ints:
    return winners(targets) if names else _plain(len(targets))


def _plain(n: int) -> Ints:
    return np.full(n, NO_CATEGORY, dtype=np.int64)


def _lead(values: Array) -> Array:
    """How clearly the largest answer leads: 0 for a tie, 1 where it is 1 and all others 0."""
    ordered = np.sort(values, axis=-1)
    return np.clip(ordered[..., -1] - ordered[..., -2], 0.0, 1.0)


def _number_limits(targets: Array, span: tuple[float, float] | None) -> tuple[float, float]:
    """A color scale for a number: over the range of the targets, gray in its middle."""
    finite = np.append(targets[np.isfinite(targets)], span or ())
    if finite.size == 0:
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _edges(x: Array, y: Array) -> tuple[float, float, float, float]:
    dx = float(x[-1] - x[0]) / max(1, len(x) - 1)
    dy = float(y[-1] - y[0]) / max(1, len(y) - 1)
    return float(x[0]) - dx / 2, float(y[0]) - dy / 2, dx * len(x), dy * len(y)


def _padded(values: Array, share: float = 0.12) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    margin = share * (high - low) or max(1.0, abs(low)) * 0.5
    return (low - margin, high + margin) if math.isfinite(margin) else (-1.0, 1.0)
