"""A table as points: two of its columns, colored by the target. Taken from the table once, painted often."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.appearance.target_colors import UNKNOWN, category_color, mark_path, share_color
from playground.appearance.theme import Theme
from playground.data.columns import Codes, Column, Floats, Table
from playground.data.painting import MOST_ROWS
from playground.data.recipe import Recipe
from playground.document.painting import range_of

MOST_POINTS = 1500
"""Of tables too large to be painted on so many rows are drawn, evenly spread; of others all."""
MOST_JUDGED = 2000
"""So many rows are enough to see which columns tell most about the target."""
SHADES = 32
EDGE = 0.06


@dataclass(frozen=True, eq=False)
class Scatter:
    """Points of ``rows`` (n,) of a table: ``xy`` (n, 2) in original units, colored by the ``target``.

    Either ``category`` (n,) of the target, `UNKNOWN` where it is a number or missing, or ``share`` (n,)
    of its range, NaN where it is missing. ``limits`` are x0, x1, y0, y1, a little wider than the points.
    """

    x: Column
    y: Column
    target: Column | None
    rows: Codes
    xy: Floats
    category: Codes
    n_categories: int
    share: Floats | None
    limits: tuple[float, float, float, float]

    def shares(self) -> Floats:
        """(n, 2) places as shares of the limits, y upward."""
        x0, x1, y0, y1 = self.limits
        return np.asarray((self.xy - (x0, y0)) / (x1 - x0, y1 - y0))

    def with_rows(self, rows: Codes) -> Scatter:
        """The same with other rows, each of which has both values."""
        xy = np.column_stack([self.x.values[rows], self.y.values[rows]])
        category = np.full(len(rows), UNKNOWN, dtype=np.int64)
        if self.share is not None and self.target is not None:
            return replace(self, rows=rows, xy=xy, category=category, share=_shares(self.target, rows))
        if self.target is not None:
            category = self.target.coded[0][rows]
        return replace(self, rows=rows, xy=xy, category=category)

    def within(self, limits: tuple[float, float, float, float]) -> Scatter:
        """The same points, drawn at least within these limits."""
        x0, x1, y0, y1 = self.limits
        a0, a1, b0, b1 = limits
        reach = self.xy if len(self.xy) else np.array([[a0, b0]])
        fits = (reach >= (a0, b0)).all() and (reach <= (a1, b1)).all()
        wider = limits if fits else (min(x0, a0), max(x1, a1), min(y0, b0), max(y1, b1))
        return replace(self, limits=wider)

    def share_of(self, x: float, y: float) -> tuple[float, float]:
        """One place as a share of the limits."""
        x0, x1, y0, y1 = self.limits
        return (x - x0) / (x1 - x0), (y - y0) / (y1 - y0)


def number_columns(table: Table, recipe: Recipe) -> tuple[Column, ...]:
    """What can be an axis: columns of numbers with values, or a declared range, in the table's order."""
    chosen = {choice.name for choice in recipe.columns if choice.role != "left_out"}
    columns = [c for c in table.columns if c.is_number and (c.n_missing < len(c) or c.span)]
    used = [c for c in columns if c.name in chosen]
    return tuple(used if len(used) >= 2 else columns)


def telling_pair(table: Table, recipe: Recipe) -> tuple[str, str] | None:
    """The names of the two inputs that tell most about the target; with one input, it and a number target.

    None if there are no two columns of numbers.
    """
    columns, target = number_columns(table, recipe), recipe.target
    if len(columns) < 2:
        return None
    inputs = [c for c in columns if c.name != target]
    if len(inputs) == 1:
        return inputs[0].name, str(target)
    if len(inputs) == 2 or target is None:
        return inputs[0].name, inputs[1].name
    told = [_told(column, table.column(target), recipe) for column in inputs]
    best = sorted(np.argsort(told)[::-1][:2].tolist())
    return inputs[best[0]].name, inputs[best[1]].name


def _told(column: Column, target: Column, recipe: Recipe) -> float:
    """The share of a column's variance that goes with the target: r², or the correlation ratio η²."""
    rows = _spread_rows(len(column), MOST_JUDGED)
    rows = rows[~(column.missing[rows] | target.missing[rows])]
    x = column.values[rows]
    if len(rows) < 2 or not np.ptp(x):
        return 0.0
    centered = (x - x.mean()) / np.ptp(x)
    if recipe.choice(target.name).use_as == "number" and target.is_number:
        y = target.values[rows] - target.values[rows].mean()
        y = y / (np.ptp(y) or 1.0)
        return float((centered @ y) ** 2 / ((centered @ centered) * (y @ y) or 1.0))
    codes = target.coded[0][rows]
    sums, counts = np.bincount(codes, centered), np.bincount(codes)
    return float((sums**2 / np.maximum(counts, 1)).sum() / (centered @ centered))


def scatter(table: Table, recipe: Recipe, x_name: str, y_name: str, most: int | None = None) -> Scatter:
    """The points of two columns of numbers; rows without one of the two are not drawn. ``most``: of them."""
    x, y = table.column(x_name), table.column(y_name)
    if most is None:
        most = MOST_ROWS if table.n_rows <= MOST_ROWS else MOST_POINTS
    if x.n_missing or y.n_missing:
        known = np.flatnonzero(~(x.missing | y.missing)).astype(np.int64)
        rows = known[_spread_rows(len(known), most)]
    else:
        rows = _spread_rows(len(x), most)
    target = None if recipe.target is None else table.column(recipe.target)
    is_number = target is not None and target.is_number and recipe.choice(target.name).use_as == "number"
    limits = (*_with_edges(*range_of(x)), *_with_edges(*range_of(y)))
    nothing = np.empty(0)
    n_categories = 0 if target is None or is_number else len(target.coded[1])
    share = nothing if is_number else None
    return Scatter(x, y, target, rows, nothing, rows, n_categories, share, limits).with_rows(rows)


def _spread_rows(n_rows: int, most: int) -> Codes:
    return np.linspace(0, n_rows - 1, min(n_rows, most)).round().astype(np.int64)


def _with_edges(low: float, high: float) -> tuple[float, float]:
    edge = EDGE * (high - low) or max(0.5, EDGE * abs(low))
    return low - edge, high + edge


def _shares(target: Column, rows: Codes) -> Floats:
    """Of the range of all values; the middle if they are all alike."""
    low, high = range_of(target)
    return np.asarray((target.values[rows] - low) / (high - low) if high > low else np.full(len(rows), 0.5))


def paint_points(painter: QPainter, points: Scatter, theme: Theme, box: QRectF, radius: float) -> None:
    """All points into ``box``; categories differ in color and shape."""
    shapes = {c: mark_path(c, radius) for c in np.unique(points.category).tolist()}
    colors = _colors(points, theme)
    painter.save()
    painter.setClipRect(box.adjusted(-1, -1, 1, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = points.share is not None  # pale colors in the middle of the range need an edge
    painter.setPen(QPen(QColor(theme.control), 0.7) if outlined else Qt.PenStyle.NoPen)
    places = points.shares() * (box.width(), -box.height()) + (box.left(), box.bottom())
    for (x, y), color, category in zip(places.tolist(), colors, points.category.tolist(), strict=True):
        painter.setBrush(color)
        painter.translate(x, y)
        painter.drawPath(shapes[category])
        painter.translate(-x, -y)
    painter.restore()


def _colors(points: Scatter, theme: Theme) -> list[QColor]:
    if points.share is None:
        known = {
            c: category_color(theme, c, points.n_categories) for c in np.unique(points.category).tolist()
        }
        return [known[c] for c in points.category.tolist()]
    steps = np.rint(np.nan_to_num(points.share, nan=-1.0) * (SHADES - 1)).astype(int)
    shades = {
        s: share_color(theme, s / (SHADES - 1) if s >= 0 else float("nan")) for s in np.unique(steps).tolist()
    }
    return [shades[s] for s in steps.tolist()]


def place_in(box: QRectF, share: tuple[float, float]) -> QPointF:
    """A place as shares of the limits, in ``box``."""
    return QPointF(box.left() + share[0] * box.width(), box.bottom() - share[1] * box.height())
