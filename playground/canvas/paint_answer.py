"""The answer tile beside a network of one or two inputs: what the first output says, as a curve or a map."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF

from playground.appearance.color_maps import sign_color
from playground.appearance.numbers import format_number, format_setting, with_unit
from playground.canvas.answer_points import curve_range
from playground.canvas.geometry import CORNER, PORT_RADIUS
from playground.canvas.look import OUTLINE
from playground.canvas.paint_tile import paint_tile
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform

Array = npt.NDArray[np.float64]

BAR_DROP: Final = 12.0
BAR: Final = 5.0
ANSWER_LINE: Final = 2.0
CONTRIBUTION_LINE: Final = 1.25


def paint_answer(painter: QPainter, scene: NetworkScene) -> None:
    """The tile, what stands below it and the line from the output to it; in scene pixels.

    A curve comes later, on top of the points (`paint_answer_curve`).
    """
    tile = scene.geometry.tile
    if tile is None:
        return
    look, output = scene.look, scene.answering
    layer = scene.geometry.layers[-1]
    if scene.network.outputs.size == 1:
        painter.setPen(QPen(look.control, 1.25))
        start = layer.x + layer.half + PORT_RADIUS + 4
        painter.drawLine(QPointF(start, layer.ys[0]), QPointF(tile.left(), layer.ys[0]))
    is_map = scene.images.kind == "map" and scene.images.has(output)
    brush = scene.images.brush(output, tile, pale=True) if is_map else look.panel
    paint_tile(painter, tile, CORNER, QPen(look.control, OUTLINE), brush)
    if is_map:
        _paint_bar(painter, scene, tile)


def _paint_bar(painter: QPainter, scene: NetworkScene, tile: QRectF) -> None:
    bar = QRectF(tile.left(), tile.bottom() + BAR_DROP, tile.width(), BAR)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for share in np.linspace(0.0, 1.0, 17).tolist():
        gradient.setColorAt(share, sign_color(scene.theme, 2 * share - 1))
    painter.fillRect(bar, gradient)


def paint_answer_curve(painter: QPainter, scene: NetworkScene, view: ViewTransform) -> None:
    """With one input: the output's curve and, if asked for, the contributions that add up to it."""
    tile, output = scene.geometry.tile, scene.network.outputs.neurons[0]
    if tile is None or scene.images.kind != "curve" or not scene.images.has(output.id):
        return
    painter.save()
    painter.setTransform(view.transform(), True)
    painter.setClipRect(tile.adjusted(1, 1, -1, -1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # Behind another activation the parts add up to the sum, not to what is drawn here.
    if scene.contributions and scene.network.hidden and output.activation == "linear":
        for neuron in scene.network.layers[-2].neurons:
            if scene.images.has(neuron.id):
                weight = scene.images.values(neuron.id)
                negative = bool(weight.mean() < 0)
                painter.setPen(QPen(scene.look.sign_color(negative, 0.9), CONTRIBUTION_LINE))
                painter.drawPolyline(_line(scene, tile, weight))
    painter.setPen(QPen(scene.look.text, ANSWER_LINE))
    painter.drawPolyline(_line(scene, tile, scene.images.values(output.id)))
    painter.restore()


def _line(scene: NetworkScene, tile: QRectF, values: Array) -> QPolygonF:
    low, high = curve_range(scene)
    x = np.linspace(tile.left(), tile.right(), len(values))
    y = tile.bottom() - (np.nan_to_num(values) - low) / (high - low) * tile.height()
    y = np.clip(y, tile.top() - tile.height(), tile.bottom() + tile.height())
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def paint_answer_texts(painter: QPainter, scene: NetworkScene, view: ViewTransform, size: float) -> None:
    """Below the tile, in screen pixels: the bar's values, or the first and last input of a curve."""
    tile, output = scene.geometry.tile, scene.answering
    if tile is None or scene.images.extent is None or not scene.images.has(output):
        return
    font = scene.look.font(size)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(scene.look.muted)
    drop = BAR_DROP + BAR if scene.images.kind == "map" else 4
    y = view.to_screen(QPointF(0, tile.bottom() + drop)).y() + 2
    left, right = view.to_screen(tile.topLeft()).x(), view.to_screen(tile.topRight()).x()
    texts = bar_texts(scene, scene.images.span(output)) if scene.images.kind == "map" else axis_texts(scene)
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
    middle = (span[0] + span[1]) / 2
    if scene.answering != scene.network.outputs.neurons[0].id:
        return format_number(span[0], 2), format_number(middle, 2), format_number(span[1], 2)
    if feature.category is not None and feature.otherwise is not None:
        return feature.otherwise, "", feature.category
    low, center, high = (float(feature.to_original(value)) for value in (span[0], middle, span[1]))
    return format_number(low, 2), format_number(center, 2), with_unit(format_number(high, 2), feature.unit)


def axis_texts(scene: NetworkScene) -> tuple[str, str, str]:
    """First input, its name, last input with its unit."""
    feature, extent = scene.dataset.given[0], scene.images.extent
    assert extent is not None
    return (
        format_setting(extent[0], 2),
        feature.name,
        with_unit(format_setting(extent[1], 2), feature.unit),
    )
