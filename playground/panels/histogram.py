"""How a column's values are spread: a few bars, counted once and drawn small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from playground.appearance.colors import mix
from playground.appearance.theme import Theme, class_color
from playground.data.columns import Column

N_BARS = 18
MOST_COUNTED = 50_000
"""More rows than this are counted in even strides: the picture is the same."""
MOST_SEGMENTS = 6
MOST_CATEGORIES = 28
"""More bars than these say nothing at this size."""
SEGMENT_HEIGHT = 7.0


@dataclass(frozen=True, eq=False)
class Spread:
    """Heights of bars, 0 … 1; ``categories`` tells counts of categories from bins of numbers."""

    heights: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]
    categories: bool


def spread(column: Column, *, as_categories: bool) -> Spread:
    """The picture of a column: bins of a number or date, counts of categories; empty where all differ."""
    stride = max(1, len(column) // MOST_COUNTED)
    as_categories = as_categories or not column.has_values
    if not as_categories:
        counts = _binned(column.values[::stride])
    else:
        codes, categories = column.coded
        codes = codes[::stride]
        counted = np.bincount(codes[codes >= 0], minlength=len(categories))
        counts = counted.astype(np.float64) if len(categories) <= MOST_CATEGORIES else np.zeros(0)
    top, total = counts.max(initial=0.0), counts.sum()
    return Spread(counts / (top or 1.0), counts / (total or 1.0), as_categories)


def _binned(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    known = values[np.isfinite(values)]
    if not len(known):
        return np.zeros(0)
    low, high = float(known.min()), float(known.max())
    largest = max(abs(low), abs(high)) or 1.0  # divided first: the range of ±1e308 is not finite
    if low == high:
        return np.asarray(np.eye(1, N_BARS, N_BARS // 2)[0])
    counts, _edges = np.histogram(known / largest, N_BARS, (low / largest, high / largest))
    return counts.astype(np.float64)


def paint_spread(painter: QPainter, picture: Spread, theme: Theme, box: QRectF, *, target: bool) -> None:
    """Draw a column's picture into ``box``: bars, or for a few categories one bar in their shares."""
    n = len(picture.heights)
    if picture.categories and 0 < n <= MOST_SEGMENTS:
        _paint_segments(painter, picture, theme, box, target=target)
        return
    color = QColor(theme.control)
    pitch = box.width() / max(n, 1)
    gap = min(1.0, 0.35 * pitch)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for i, height in enumerate(picture.heights):
        if height > 0:
            tall = max(1.0, round(height * box.height()))
            left = round(box.left() + i * pitch)
            right = round(box.left() + (i + 1) * pitch - gap)
            painter.fillRect(QRectF(left, box.bottom() - tall, max(1.0, right - left), tall), color)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_segments(painter: QPainter, picture: Spread, theme: Theme, box: QRectF, *, target: bool) -> None:
    n = len(picture.shares)
    colors = [_segment_color(theme, i, n, target=target) for i in range(n)]
    gap = 3.0
    room = box.width() - gap * (n - 1)
    left, top = box.left(), box.center().y() - SEGMENT_HEIGHT / 2
    for share, color in zip(picture.shares, colors, strict=True):
        width = max(2.0, share * room)
        painter.setPen(QColor(color))
        painter.setBrush(color)
        painter.drawRoundedRect(
            QRectF(left, top, width, SEGMENT_HEIGHT).adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5
        )
        left += width + gap


def _segment_color(theme: Theme, index: int, count: int, *, target: bool) -> QColor:
    """A target's categories as everywhere else: two by sign, more by class; inputs in grays."""
    if not target:
        return QColor(mix(theme.control, theme.panel, 0.22 * (index % 3)))
    if count == 2:
        return QColor((theme.negative, theme.positive)[index])
    return class_color(theme, index)
