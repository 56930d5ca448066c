"""The dots of a brute-force search, as they are tried: on the map, and on the curve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPainter, QPen

from playground.appearance.numbers import format_number
from playground.appearance.text import text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.trials import Tried
from playground.plots.dot_layer import DotLayer
from playground.plots.marks import best_place, chip_size, paint_chip
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.slope_curve import SlopeCurve
from playground.plots.surface_map import SurfaceMap

Array = npt.NDArray[np.float64]
Places = Callable[[int, int], Array]
"""Of dots number start to stop, as plotted"""

BEST, GAP = 5.0, 14.0
"""Radius of the best dot; from it to what is said of it, below it; in pixels."""


class BruteForceDots(QObject):
    """Draws one `Tried` after another over both plots; two parameters only on the map."""

    def __init__(self, curve: SlopeCurve, surface: SurfaceMap, parent: QObject) -> None:
        super().__init__(parent)
        self._curve, self._map = curve, surface
        self.tried: Tried | None = None
        self._logarithmic = False
        self._search: object = None
        self._layers = (DotLayer(), DotLayer())
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
        if tried is None or self.tried is None or tried.values is not self.tried.values:
            self._search = object()  # none of the dots that were painted is one of these
        self.tried, self._logarithmic = tried, logarithmic
        self._curve.leave_dots_to_others(tried is not None and len(tried.indices) == 1)
        for _, item in self._items:
            item.update()

    def map_places(self, start: int = 0, stop: int | None = None) -> Array:
        """Where dots ``start`` to ``stop`` (all) are on the map ``(n, 2)``, as plotted."""
        assert self.tried is not None
        places = self.tried.places(start, stop)
        if places.shape[1] == 1:
            return np.column_stack([self._plotted(places[:, 0]), np.full(len(places), self._height)])
        return self._plotted(places)

    def curve_places(self, start: int = 0, stop: int | None = None) -> Array:
        """Where they are on the curve ``(n, 2)``, as plotted; none of a search over two."""
        assert self.tried is not None
        if len(self.tried.indices) != 1 or self._curve.picture is None:
            return np.empty((0, 2))
        costs = self._curve.picture.plotted(self.tried.costs[start:stop])
        return np.column_stack([self._plotted(self.tried.places(start, stop)[:, 0]), costs])

    @property
    def _height(self) -> float:
        """On the map a search over one weight goes through the shown runner's ball."""
        picture = self._map.picture
        return np.nan if picture is None else float(picture.traces[-1].ball[1])

    def _plotted(self, values: Array) -> Array:
        return np.log10(values) if self._logarithmic else values

    def _paint_map_dots(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is None:
            return
        height = self._height if len(self.tried.indices) == 1 else 0.0
        key = (self._search, self._map.range, height)
        self._paint_dots(painter, pixels, self._layers[0], key, self.map_places, _on_map(self._map.theme))

    def _paint_map_best(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is not None:
            self._paint_best(painter, pixels, self.map_places, *_on_map(self._map.theme))

    def _paint_curve_dots(self, painter: QPainter, pixels: PixelMap) -> None:
        picture = self._curve.picture
        if self.tried is None or picture is None or len(self.tried.indices) != 1:
            return
        key = (self._search, self._curve.range, picture.logarithmic)
        colors = _on_curve(self._curve.theme)
        self._paint_dots(painter, pixels, self._layers[1], key, self.curve_places, colors)

    def _paint_curve_best(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.tried is not None:
            self._paint_best(painter, pixels, self.curve_places, *_on_curve(self._curve.theme))

    def _paint_dots(
        self,
        painter: QPainter,
        pixels: PixelMap,
        layer: DotLayer,
        key: object,
        places: Places,
        colors: tuple[str, str],
    ) -> None:
        assert self.tried is not None
        layer.paint(
            painter,
            pixels.bounds,
            key,
            len(self.tried.costs),
            lambda start, stop: pixels.points(places(start, stop)),
            colors,
            self._spacing(pixels),
        )

    def _spacing(self, pixels: PixelMap) -> float:
        """Pixels from one value to the next, along the axis where they are closer."""
        assert self.tried is not None
        steps = [abs(float(np.diff(self._plotted(values[:2]))[0])) for values in self.tried.values]
        across = (abs(pixels.transform.m11()), abs(pixels.transform.m22()))
        return min(step * scale for step, scale in zip(steps, across, strict=False))

    def _paint_best(self, painter: QPainter, pixels: PixelMap, places: Places, ink: str, rim: str) -> None:
        assert self.tried is not None
        best = self.tried.best
        place = np.empty((0, 2)) if best is None else places(best, best + 1)
        if best is None or not len(place) or not np.isfinite(place).all():
            return
        at = pixels.point(*place[0].tolist())
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


def _on_map(theme: Theme) -> tuple[str, str]:
    """Colors of a dot and its rim."""
    return "#ffffff", theme.casing


def _on_curve(theme: Theme) -> tuple[str, str]:
    return theme.accent, theme.panel
