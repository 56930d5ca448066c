"""The chosen row flowing through: what neurons pass on, and what synapses add to the next sum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.appearance.numbers import format_number
from playground.canvas.keyboard_walk import incoming
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform
from playground.engine.specs import ParameterKey

MOST_TERMS: Final = 14
"""Up to so many synapses all terms are shown; of more, those into the selected and hovered neurons."""
TERM_PLACE: Final = 0.27
"""Near the source, where the synapses of one target still stand apart."""
SMALLEST_PITCH: Final = 26.0
"""Screen pixels between neurons below which there is no room for numbers."""
_ABOVE: Final = 8.0

Align = Literal["left", "center", "right"]


def paint_row(painter: QPainter, scene: NetworkScene, view: ViewTransform) -> None:
    """In screen pixels; nothing without a chosen row or where it would not be readable."""
    if not scene.row.neurons:
        return
    font = scene.look.font(min(max(10.5 * view.zoom, 10), 16))
    numbers = _Numbers(painter, scene, view, font)
    last = len(scene.network.layers) - 1
    for index, (layer, spec) in enumerate(zip(scene.geometry.layers, scene.network.layers, strict=True)):
        if index in (0, last) or layer.pitch * view.zoom < SMALLEST_PITCH:
            continue  # the ends say theirs beside the names
        for place, neuron in enumerate(spec.neurons):
            value = scene.row.neurons.get(neuron.id)
            if value is not None:
                port = layer.neuron(place).center() + QPointF(layer.half, 0)  # where the value leaves
                above = QPointF(5 * layer.scale, -_ABOVE * layer.scale)
                numbers.paint(port + above, value, scene.look.text, align="left")
    for key in _terms(scene):
        _paint_term(numbers, scene, key, view.zoom)


def _terms(scene: NetworkScene) -> Iterator[ParameterKey]:
    """The synapses and biases whose terms are shown."""
    network = scene.network
    hovered = scene.hovered
    chosen = set(scene.selected_neurons)
    if hovered and hovered.kind in ("neuron", "badge"):
        chosen.add(hovered.id)
    if sum(out.size for out, _ in scene.drawn) <= MOST_TERMS:
        chosen = {neuron.id for layer in network.layers[1:] for neuron in layer.neurons}
    for neuron_id in chosen:
        yield from incoming(network, neuron_id)


def _paint_term(numbers: _Numbers, scene: NetworkScene, key: ParameterKey, zoom: float) -> None:
    weight = scene.weight(key)
    term = None if weight is None else scene.row.term(key, weight)
    if weight is None or term is None:
        return
    layer, out = scene.geometry.place(key.target)
    if key.is_bias:
        if scene.geometry.layers[layer].pitch * zoom >= SMALLEST_PITCH:
            place = scene.geometry.layers[layer].bias(out) + QPointF(-8, 1)
            numbers.paint(place, term, scene.look.muted, align="right")
        return
    into = scene.geometry.place(key.source)[1]
    if scene.geometry.layers[layer - 1].pitch * zoom >= SMALLEST_PITCH:
        numbers.paint(scene.geometry.gaps[layer - 1].point(into, out, TERM_PLACE), term, scene.look.muted)


class _Numbers:
    """Writes numbers on a veil, so that lines don't cross them out."""

    def __init__(self, painter: QPainter, scene: NetworkScene, view: ViewTransform, font: QFont) -> None:
        self._painter, self._look, self._view = painter, scene.look, view
        self._font, self._metrics = font, QFontMetricsF(font)

    def paint(self, place: QPointF, value: float, color: QColor, *, align: Align = "center") -> None:
        """Centered on a scene point, or beginning (left) or ending (right) there."""
        text = format_number(value, 2)
        width, height = self._metrics.horizontalAdvance(text) + 4, self._metrics.height()
        point = self._view.to_screen(place)
        left = point.x() - {"left": 0.0, "center": width / 2, "right": width}[align]
        rect = QRectF(left, point.y() - height / 2, width, height)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._look.veil)
        self._painter.drawRoundedRect(rect, 3, 3)
        self._painter.setPen(color)
        self._painter.setFont(self._font)
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
