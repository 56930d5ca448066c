"""The dots of a brute-force search, as they are tried: on the map, and on the curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.appearance.numbers import format_number
from playground.appearance.text import text_font
from playground.engine.landscape.trials import Tried
from playground.plots.marks import best_place, chip_size, paint_chip
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.slope_curve import SlopeCurve
from playground.plots.surface_map import SurfaceMap

Array = npt.NDArray[np.float64]

DOT, RIM, BEST = 3.0, 4.6, 5.0
"""Diameters of a dot and its dark rim, radius of the best one, in pixels."""
GAP = 14.0
"""Pixels between the best dot and what is said of it, below it."""
CROWDED = 5.0
"""Dots closer together than this many pixels are drawn without rims, and smaller."""


class BruteForceDots(QObject):
    """Draws one `Tried` after another over both plots; two parameters only on the map."""

    def __init__(self, curve: SlopeCurve, surface: SurfaceMap, parent: QObject) -> None:
        super().__init__(parent)
        self._curve, self._map = curve, surface
        self.tried: Tried | None = None
        self._logarithmic = False
        # Dots lie under the marks of the plots, the best of them above.
        self._items = tuple(
            (plot, PixelItem(paint, z=z))
            for plot, paint, z in (
                (surface, self._paint_map_dots, 8.0),
                (surface, self._paint_map_best, 12.0),
                (curve, self._paint_curve_dots, 8.0),
                (curve, self._paint_curve_best, 12.0),
            )
        )
        for plot, item in self._items:
            plot.add(item)

    def show_tried(self, tried: Tried | None, *, logarithmic: bool = False) -> None:
        """Draw what has been tried; None: nothing. ``logarithmic``: the axes count powers of ten."""
        self.tried, self._logarithmic = tried, logarithmic
        self._curve.leave_dots_to_others(tried is not None and len(tried.indices) == 1)
        for _, item in self._items:
            item.update()

    def map_places(self) -> Array:
        """Where the dots are on the map ``(n, 2)``, as plotted."""
        assert self.tried is not None
        places = self.tried.places()
        if places.shape[1] == 1:
            picture = self._map.picture
            height = np.nan if picture is None else float(picture.traces[-1].ball[1])
            return np.column_stack([self._plotted(places[:, 0]), np.full(len(places), height)])
        return self._plotted(places)

    def curve_places(self) -> Array:
        """Where the dots are on the curve ``(n, 2)``, as plotted; none of a search over two."""
        assert self.tried is not None
        if len(self.tried.indices) != 1 or self._curve.picture is None:
            return np.empty((0, 2))
        costs = self._curve.picture.plotted(self.tried.costs)
        return np.column_stack([self._plotted(self.tried.places()[:, 0]), costs])

    def _plotted(self, values: Array) -> Array:
        return np.log10(values) if self._logarithmic else values

    def _paint_map_dots(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is not None:
            self._paint_dots(painter, pixels, self.map_places(), "#ffffff", self._map.theme.casing)

    def _paint_map_best(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is not None:
            self._paint_best(painter, pixels, self.map_places(), "#ffffff", self._map.theme.casing)

    def _paint_curve_dots(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is not None:
            theme = self._curve.theme
            self._paint_dots(painter, pixels, self.curve_places(), theme.accent, theme.panel)

    def _paint_curve_best(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is not None:
            theme = self._curve.theme
            self._paint_best(painter, pixels, self.curve_places(), theme.accent, theme.panel)

    def _paint_dots(self, painter: QPainter, pixels: PixelMap, places: Array, ink: str, rim: str) -> None:
        if not len(places):
            return
        painter.save()
        painter.setClipRect(pixels.bounds)
        spots = pixels.points(places)
        finite = np.isfinite(spots).all(axis=1)
        polygon = QPolygonF([QPointF(x, y) for x, y in spots[finite].tolist()])
        crowded = _spacing(spots[finite]) < CROWDED
        if not crowded:
            painter.setPen(_round_pen(rim, RIM))
            painter.drawPoints(polygon)
        painter.setPen(_round_pen(ink, DOT / 2 if crowded else DOT))
        painter.drawPoints(polygon)
        painter.restore()

    def _paint_best(self, painter: QPainter, pixels: PixelMap, places: Array, ink: str, rim: str) -> None:
        assert self.tried is not None
        best = self.tried.best
        if best is None or best >= len(places) or not np.isfinite(places[best]).all():
            return
        at = pixels.point(*places[best].tolist())
        if not pixels.contains(at):
            return
        painter.setPen(QPen(QColor(rim), 2.0))
        painter.setBrush(QColor(ink))
        painter.drawEllipse(at, BEST, BEST)
        font = text_font("label", medium=True, tabular=True)
        text = f"best of {len(self.tried.costs):,}  {format_number(float(self.tried.costs[best]), 4)}"
        size = chip_size(text, font)
        shifts = [(x * size.width(), y) for y in (GAP, -GAP - size.height()) for x in (-0.5, -0.9, -0.1)]
        rect = best_place(at, shifts, size, pixels.bounds.adjusted(4, 4, -4, -4), [])
        paint_chip(painter, rect, text, font, self._map.theme.casing, "#ffffff")


def _spacing(spots: Array) -> float:
    """Pixels from one dot to the next."""
    return float(np.abs(spots[1] - spots[0]).max()) if len(spots) > 1 else np.inf


def _round_pen(color: str, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
