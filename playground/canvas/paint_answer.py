"""The answer tile beside a network of two inputs: what the first output says at every place, and the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPaintEngine, QPainter, QPen, QPixmap

from playground.appearance.numbers import format_number, with_unit
from playground.appearance.theme import sign_color
from playground.canvas.geometry import CORNER, PORT_RADIUS
from playground.canvas.look import OUTLINE
from playground.canvas.neuron_images import normalized
from playground.canvas.paint_tile import paint_tile
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform

Array = npt.NDArray[np.float64]

MOST_POINTS: Final = 240
POINT: Final = 2.9
POINT_RING: Final = 1.0
BAR_DROP: Final = 12.0
BAR: Final = 5.0
LARGEST_PIXMAP: Final = 2000
"""Device pixels; zoomed further in, points are painted one by one."""
_DARKER: Final = 150
_LIGHTER: Final = 130


@dataclass(frozen=True)
class AnswerPoints:
    """Training rows on the tile: places as shares of it (0 … 1, y upward), targets as −1 … 1."""

    places: Array
    targets: Array


def answer_points(scene: NetworkScene) -> AnswerPoints | None:
    """At most a few hundred rows, evenly spread; None until the pictures' extent is known."""
    extent = scene.images.extent
    output = scene.network.outputs.neurons[0].id
    if extent is None or scene.images.kind != "map" or not scene.images.has(output):
        return None
    dataset = scene.dataset
    n = len(dataset.x_train)
    rows = np.unique(np.linspace(0, n - 1, min(n, MOST_POINTS)).astype(np.int64)) if n else np.empty(0, int)
    low, size = np.array(extent[::2]), np.array([extent[1] - extent[0], extent[3] - extent[2]])
    columns = [f.to_original(dataset.x_train[rows, i]) for i, f in enumerate(dataset.inputs)]
    original = np.column_stack(columns)
    places = (original - low) / np.where(size > 0, size, 1.0)
    return AnswerPoints(places, normalized(dataset.y_train[rows, 0], *scene.images.span(output)))


def paint_answer(painter: QPainter, scene: NetworkScene) -> None:
    """The map, its frame and the line from the output to it; in scene pixels."""
    tile = scene.geometry.tile
    if tile is None:
        return
    look, output = scene.look, scene.network.outputs.neurons[0].id
    layer = scene.geometry.layers[-1]
    if scene.network.outputs.size == 1:
        painter.setPen(QPen(look.control, 1.25))
        start = layer.x + layer.half + PORT_RADIUS + 4
        painter.drawLine(QPointF(start, layer.ys[0]), QPointF(tile.left(), layer.ys[0]))
    painted = scene.images.kind == "map" and scene.images.has(output)
    brush = scene.images.brush(output, tile, pale=True) if painted else look.panel
    paint_tile(painter, tile, CORNER, QPen(look.control, OUTLINE), brush)
    if painted:
        _paint_bar(painter, scene, tile)


def _paint_bar(painter: QPainter, scene: NetworkScene, tile: QRectF) -> None:
    bar = QRectF(tile.left(), tile.bottom() + BAR_DROP, tile.width(), BAR)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for share in np.linspace(0.0, 1.0, 17).tolist():
        gradient.setColorAt(share, sign_color(scene.theme, 2 * share - 1))
    painter.fillRect(bar, gradient)


def paint_points(painter: QPainter, scene: NetworkScene, points: AnswerPoints) -> None:
    """The rows' points, in scene pixels."""
    tile = scene.geometry.tile
    if tile is None:
        return
    factor, edge = (_LIGHTER, scene.theme.casing) if scene.theme.is_dark else (_DARKER, scene.theme.panel)
    painter.save()
    painter.setClipRect(tile.adjusted(1, 1, -1, -1))
    painter.setPen(QPen(QColor(edge), POINT_RING))
    for (x, y), target in zip(points.places.tolist(), points.targets.tolist(), strict=True):
        color = sign_color(scene.theme, target)
        painter.setBrush(color.lighter(factor) if scene.theme.is_dark else color.darker(factor))
        center = QPointF(tile.left() + x * tile.width(), tile.bottom() - y * tile.height())
        painter.drawEllipse(center, POINT, POINT)
    painter.restore()


class PointsPixmap:
    """The points as a picture, painted again only when they, the zoom or the colors change."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
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
        span = scene.images.span(output)
        key = (id(scene.dataset), scene.images.extent, span, view.zoom, ratio, scene.theme.name)
        if key != self._key:
            self._key = key
            self._pixmap = _points_pixmap(scene, view.zoom, ratio)
        painter.drawPixmap(place.topLeft(), self._pixmap)


def _paint_directly(painter: QPainter, scene: NetworkScene, view: ViewTransform) -> None:
    points = answer_points(scene)
    if points is not None:
        painter.save()
        painter.setTransform(view.transform(), True)
        paint_points(painter, scene, points)
        painter.restore()


def _points_pixmap(scene: NetworkScene, zoom: float, ratio: float) -> QPixmap:
    tile = scene.geometry.tile
    assert tile is not None
    pixmap = QPixmap(round(tile.width() * zoom * ratio), round(tile.height() * zoom * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    points = answer_points(scene)
    if points is not None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        painter.translate(-tile.topLeft())
        paint_points(painter, scene, points)
        painter.end()
    return pixmap


def paint_bar_texts(painter: QPainter, scene: NetworkScene, view: ViewTransform, size: float) -> None:
    """The values at the bar's ends and middle, in screen pixels."""
    tile, output = scene.geometry.tile, scene.network.outputs.neurons[0].id
    if tile is None or scene.images.kind != "map" or not scene.images.has(output):
        return
    font = scene.look.font(size)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(scene.look.muted)
    y = view.to_screen(QPointF(0, tile.bottom() + BAR_DROP + BAR)).y() + 2
    left, right = view.to_screen(tile.topLeft()).x(), view.to_screen(tile.topRight()).x()
    texts = bar_texts(scene, scene.images.span(output))
    widths = [metrics.horizontalAdvance(text) + 2 for text in texts]
    places = (left, (left + right - widths[1]) / 2, right - widths[2])
    all_fit, ends_fit = (sum(widths) + 12 <= right - left, widths[0] + widths[2] + 8 <= right - left)
    for i, (text, x, width) in enumerate(zip(texts, places, widths, strict=True)):
        if all_fit or (ends_fit and i != 1):
            rect = QRectF(x, y, width, metrics.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, text)


def bar_texts(scene: NetworkScene, span: tuple[float, float]) -> tuple[str, str, str]:
    """Least, middle and largest value of the bar: categories by name, numbers in original units."""
    feature = scene.dataset.outputs[0]
    if feature.category is not None and feature.otherwise is not None:
        return feature.otherwise, "", feature.category
    middle = (span[0] + span[1]) / 2
    low, center, high = (float(feature.to_original(value)) for value in (span[0], middle, span[1]))
    return format_number(low, 2), format_number(center, 2), with_unit(format_number(high, 2), feature.unit)
