"""Training rows as points on the answer tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap

from playground.appearance.color_maps import sign_color
from playground.appearance.sign_scale import normalized
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform

Array = npt.NDArray[np.float64]
Span = tuple[float, float]

MOST_POINTS: Final = 240
POINT: Final = 2.9
POINT_RING: Final = 1.0
EDGE: Final = 0.15
"""How far the tile of a curve reaches beyond the targets, as a share of their range."""
CALM: Final = 0.1
"""The part of the output's span by which it may move before the points are painted in new colors."""
LARGEST_PIXMAP: Final = 2000
"""Device pixels; zoomed further in, points are painted one by one."""
_DARKER: Final = 150
_LIGHTER: Final = 130


@dataclass(frozen=True)
class AnswerPoints:
    """Places as shares of the tile (0 … 1, y upward); targets as −1 … 1, None where height says them."""

    places: Array
    targets: Array | None


def answer_points(scene: NetworkScene, span: Span | None = None) -> AnswerPoints | None:
    """At most a few hundred rows, evenly spread; None until the pictures' extent is known.

    ``span``: the targets with the map's end colors, else the output's own.
    """
    extent, kind = scene.images.extent, scene.images.kind
    output = scene.network.outputs.neurons[0].id
    if extent is None or kind is None or not scene.images.has(output):
        return None
    dataset = scene.dataset.once()
    n = len(dataset.x_train)
    rows = np.unique(np.linspace(0, n - 1, min(n, MOST_POINTS)).astype(np.int64)) if n else np.empty(0, int)
    known, y = dataset.known_train[rows], dataset.y_train[rows, 0]
    across = _share(dataset.given[0].to_original(known[:, 0]), extent[0], extent[1])
    if kind == "curve":
        return AnswerPoints(np.column_stack([across, _share(y, *curve_range(scene))]), None)
    up = _share(dataset.given[1].to_original(known[:, 1]), extent[2], extent[3])
    return AnswerPoints(np.column_stack([across, up]), normalized(y, *(span or scene.images.span(output))))


def curve_range(scene: NetworkScene) -> tuple[float, float]:
    """The scaled targets from the bottom of a curve's tile to its top."""
    low, high = scene.dataset.y_extremes[:, 0].tolist() or (0.0, 0.0)
    edge = EDGE * (high - low) or 1.0
    return low - edge, high + edge


def _share(values: Array, low: float, high: float) -> Array:
    return (values - low) / ((high - low) or 1.0)


def calm_span(old: Span | None, new: Span) -> Span:
    """The old span while the new one is nearly the same: colors of points need not follow every update."""
    if old is None or max(abs(new[0] - old[0]), abs(new[1] - old[1])) > CALM * (old[1] - old[0]):
        return new
    return old


def paint_points(painter: QPainter, scene: NetworkScene, points: AnswerPoints) -> None:
    """In scene pixels."""
    tile = scene.geometry.tile
    if tile is None:
        return
    theme = scene.theme
    painter.save()
    painter.setClipRect(tile.adjusted(1, 1, -1, -1))
    painter.setPen(QPen(QColor(theme.casing if theme.is_dark else theme.panel), POINT_RING))
    targets = [None] * len(points.places) if points.targets is None else np.round(points.targets, 2).tolist()
    colors = {
        target: scene.look.control if target is None else _point_color(scene, target)
        for target in set(targets)
    }
    for (x, y), target in zip(points.places.tolist(), targets, strict=True):
        painter.setBrush(colors[target])
        center = QPointF(tile.left() + x * tile.width(), tile.bottom() - y * tile.height())
        painter.drawEllipse(center, POINT, POINT)
    painter.restore()


def _point_color(scene: NetworkScene, target: float) -> QColor:
    """Stronger than the map below it."""
    color = sign_color(scene.theme, target)
    return color.lighter(_LIGHTER) if scene.theme.is_dark else color.darker(_DARKER)


class PointsPixmap:
    """The points as a picture, painted again only when they, the zoom or the colors change."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._span: Span | None = None
        self._pixmap = QPixmap()

    def paint(self, painter: QPainter, scene: NetworkScene, view: ViewTransform) -> None:
        """In screen pixels."""
        tile = scene.geometry.tile
        output = scene.network.outputs.neurons[0].id
        if tile is None or not scene.images.has(output):
            return
        ratio = painter.device().devicePixelRatioF()
        place = view.rect_to_screen(tile)
        vector = painter.paintEngine().type() == QPaintEngine.Type.SVG
        if vector or place.width() * ratio > LARGEST_PIXMAP:
            _paint_directly(painter, scene, view)
            return
        images = scene.images
        self._span = calm_span(self._span, images.span(output)) if images.kind == "map" else None
        about = (scene.dataset, images.kind, images.extent, self._span, scene.theme)
        key = (*about, view.zoom, ratio, tile.width())
        if key != self._key:
            self._key = key
            self._pixmap = _points_pixmap(scene, self._span, view.zoom, ratio)
        painter.drawPixmap(place.topLeft(), self._pixmap)


def _paint_directly(painter: QPainter, scene: NetworkScene, view: ViewTransform) -> None:
    points = answer_points(scene)
    if points is not None:
        painter.save()
        painter.setTransform(view.transform(), True)
        paint_points(painter, scene, points)
        painter.restore()


def _points_pixmap(scene: NetworkScene, span: Span | None, zoom: float, ratio: float) -> QPixmap:
    tile = scene.geometry.tile
    assert tile is not None
    pixmap = QPixmap(round(tile.width() * zoom * ratio), round(tile.height() * zoom * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    points = answer_points(scene, span)
    if points is not None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        painter.translate(-tile.topLeft())
        paint_points(painter, scene, points)
        painter.end()
    return pixmap
