"""A fan of paths on the map: thin lines from one start, and how many of them each minimum catches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.appearance.runner_marks import runner_color
from playground.appearance.text import text_font
from playground.engine.fan import Fan
from playground.engine.landscape.planes import Plane
from playground.plots.marks import best_place, chip_size, paint_chip
from playground.plots.pixel_item import PixelItem, PixelMap, draw_polyline, solid_pen
from playground.plots.surface_map import SurfaceMap

Array = npt.NDArray[np.float64]

WIDTH = 1.0
FAINTEST, STRONGEST, TOGETHER = 0.25, 0.6, 25.0
"""Opacity of one line: so many paths at once have that of a single solid one."""
END, GAP = 2.6, 14.0
"""Radius of the dot at the end of a path; from a minimum to what is said of it; in pixels."""


class FanOverlay(QObject):
    """Draws one `Fan` after another. Each line is painted once for a plane and a view, and kept."""

    def __init__(self, surface: SurfaceMap, parent: QObject) -> None:
        super().__init__(parent)
        self._map = surface
        self.fan: Fan | None = None
        self._place = 0
        self._image = QImage()
        self._key: object = None
        self._numbers: tuple[int, ...] = ()  # of the minima of the paths in the image
        self._coordinates: tuple[object, list[Array]] | None = None
        self._items = (PixelItem(self._paint_lines, z=6.0), PixelItem(self._paint_shares, z=13.0))
        for item in self._items:
            surface.add(item)

    def show_fan(self, fan: Fan | None, place: int = 0) -> None:
        """``place`` of the runner in the list of runners: its color. None: nothing is drawn."""
        self.fan, self._place = fan, place
        if fan is None:
            self._coordinates = self._key = None
        for item in self._items:
            item.update()

    def paths(self) -> list[Array]:
        """Each path ``(n, 2)`` as plotted; of what is not in the plane, the feet."""
        plane = self._plane()
        if self.fan is None or plane is None:
            return []
        key = (self.fan, *_directions(plane))
        if self._coordinates is None or self._coordinates[0] != key:
            thetas = [path.points for path in self.fan.paths]
            feet = plane.coordinates(np.concatenate(thetas)) if thetas else np.empty((0, 2))
            ends = np.cumsum([len(theta) for theta in thetas])
            self._coordinates = key, np.split(feet, ends[:-1]) if thetas else []
        return self._coordinates[1]

    def share_texts(self) -> list[tuple[Array, str]]:
        """What is said at which place of the map; only where minima are told apart by their place."""
        plane, fan = self._plane(), self.fan
        if plane is None or fan is None or fan.grouping != "place":
            return []
        return [
            (plane.coordinates(share.rest.theta[np.newaxis])[0], f"{share.count} of {len(fan.paths)}")
            for share in fan.shares
            if share.number >= 0 and share.rest is not None
        ]

    def _plane(self) -> Plane | None:
        picture = self._map.picture
        return None if picture is None else picture.surface.plane

    def _paint_lines(self, painter: QPainter, pixels: PixelMap) -> None:
        plane, fan = self._plane(), self.fan
        if fan is None or not fan.paths or plane is None:
            return
        ratio, bounds = painter.device().devicePixelRatioF(), pixels.bounds
        view = (self._map.range, bounds.getRect(), ratio, self._map.theme)
        key = (fan.paths[0], *_directions(plane), *view)
        old_numbers = fan.numbers[: len(self._numbers)]
        if key != self._key or old_numbers != self._numbers:
            self._key, self._numbers = key, ()
            self._image = QImage((bounds.size() * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
        if len(self._numbers) < len(fan.paths):
            self._add_lines(fan, pixels, len(self._numbers))
            self._numbers = fan.numbers
        painter.drawImage(bounds.topLeft(), self._image)

    def _add_lines(self, fan: Fan, pixels: PixelMap, first: int) -> None:
        """Paint the paths from number ``first`` on. Those that don't end in the lowest minimum are white, and
        lie on top of the others that come with them."""
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-pixels.bounds.topLeft())
        own, other = runner_color(self._map.theme, self._place), QColor("#ffffff")
        opacity = min(STRONGEST, max(FAINTEST, TOGETHER / fan.n_seeds))
        lines = self.paths()
        for i in sorted(range(first, len(fan.paths)), key=lambda i: fan.numbers[i] != 0):
            color = QColor(own if fan.numbers[i] == 0 else other)
            line = pixels.points(lines[i])
            color.setAlphaF(opacity)
            painter.setPen(solid_pen(color, WIDTH))
            draw_polyline(painter, line)
            x, y = line[-1].tolist()
            if np.isfinite((x, y)).all() and pixels.contains(QPointF(x, y), 4.0):
                color.setAlphaF(1.0)
                painter.setPen(QPen(QColor(self._map.theme.casing), 1.0))
                painter.setBrush(color)
                painter.drawEllipse(QPointF(x, y), END, END)
        painter.end()

    def _paint_shares(self, painter: QPainter, pixels: PixelMap) -> None:
        font = text_font("label", medium=True, tabular=True)
        taken: list[QRectF] = []
        for place, text in self.share_texts():
            at = pixels.point(*place.tolist())
            if not np.isfinite(place).all() or not pixels.contains(at):
                continue
            size = chip_size(text, font)
            shifts = [(x * size.width(), y) for y in (GAP, -GAP - size.height()) for x in (-0.5, -0.9, -0.1)]
            rect = best_place(at, shifts, size, pixels.bounds.adjusted(4, 4, -4, -4), taken)
            paint_chip(painter, rect, text, font, self._map.theme.casing, "#ffffff")
            taken.append(rect)


def _directions(plane: Plane) -> tuple[object, ...]:
    """What decides where on the map weights are: over two parameters not where the plane lies."""
    moved = np.flatnonzero((plane.d1 != 0.0) | (plane.d2 != 0.0))
    if len(moved) == 2 and not plane.origin[moved].any():
        return plane.d1.tobytes(), plane.d2.tobytes(), plane.logarithmic
    return (id(plane),)
