"""Neurons: picture and bias, which change with every update, and the front that does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.canvas.activation_curves import activation_path
from playground.canvas.geometry import BIAS_RADIUS, CORNER, PORT_RADIUS, LayerGeometry
from playground.canvas.look import OUTLINE, faded
from playground.canvas.paint_tile import fill_tile
from playground.canvas.scene import NetworkScene
from playground.canvas.targets import SMALLEST_NEURON_WITH_BADGE
from playground.canvas.weights import THINNEST
from playground.engine.specs import BIAS, LayerSpec, NeuronSpec, ParameterKey

RING: Final = 2.5
RING_CLEAR: Final = 3.0
SMALLEST_WITH_CORNERS: Final = 9.0
"""Screen pixels: below, a neuron is a plain square in its mean color, with a stem as bias."""
SMALLEST_WITH_BIAS: Final = 4.0
BIAS_LINE: Final = 1.75
STUCK: Final = 7.0


def paint_neurons(painter: QPainter, scene: NetworkScene, zoom: float, exposed: QRectF) -> None:
    """Rings, biases and pictures of all neurons that ``exposed`` (scene pixels) touches; no outlines yet."""
    for column, places in _columns(painter, scene, zoom, exposed):
        for place in places:
            column.paint_ring(place)
        for place in places:
            if column.detailed:
                column.paint(place)
            else:
                column.paint_small(place)


def paint_fronts(painter: QPainter, scene: NetworkScene, zoom: float, exposed: QRectF) -> None:
    """Outlines, ports and badges of the same neurons, over their pictures."""
    for column, places in _columns(painter, scene, zoom, exposed):
        if column.detailed:
            for place in places:
                column.paint_front(place)


def paint_stuck(painter: QPainter, scene: NetworkScene, zoom: float) -> None:
    """The marks of saturated and dead neurons."""
    for neuron_id, (kind, _) in scene.stuck.items():
        if scene.geometry.has_neuron(neuron_id):
            index, place = scene.geometry.place(neuron_id)
            about = scene.geometry.layers[index], scene.network.layers[index], index
            _Column(painter, scene, *about, zoom).paint_stuck(place, dead=kind == "dead")


def _columns(
    painter: QPainter, scene: NetworkScene, zoom: float, exposed: QRectF
) -> Iterator[tuple[_Column, range]]:
    """The layers that ``exposed`` touches, with the places in them that it touches."""
    for index, (layer, spec) in enumerate(zip(scene.geometry.layers, scene.network.layers, strict=True)):
        if layer.x + layer.half + 12 < exposed.left() or layer.x - layer.half - 12 > exposed.right():
            continue
        first = layer.place_at(exposed.top() - layer.pitch)
        last = layer.place_at(exposed.bottom() + layer.pitch)
        yield _Column(painter, scene, layer, spec, index, zoom), range(first, last + 1)


class _Column:
    """Paints the neurons of one layer."""

    def __init__(
        self,
        painter: QPainter,
        scene: NetworkScene,
        layer: LayerGeometry,
        spec: LayerSpec,
        index: int,
        zoom: float,
    ) -> None:
        self.painter, self.scene, self.layer, self.spec, self.index = painter, scene, layer, spec, index
        self.look = scene.look
        self.zoom = zoom
        self.size = 2 * layer.half * zoom
        self.detailed = self.size >= SMALLEST_WITH_CORNERS
        self.badged = self.size >= SMALLEST_NEURON_WITH_BADGE

    def paint(self, place: int) -> None:
        neuron, rect = self.spec.neurons[place], self.layer.neuron(place)
        if self.index:
            self._bias(neuron, place)
        self._picture(neuron.id, rect)

    def paint_front(self, place: int) -> None:
        """What covers the picture's corners and stays the same from update to update."""
        neuron, rect = self.spec.neurons[place], self.layer.neuron(place)
        self._outline(neuron.id, rect)
        self._ports(rect)
        if self.index and self.badged:
            self._badge(neuron, self.layer.badge(place))

    def paint_stuck(self, place: int, *, dead: bool) -> None:
        if self.badged:
            self._stuck(self.layer.neuron(place), dead=dead)

    def paint_small(self, place: int) -> None:
        """A neuron of a few pixels: hundreds of them must cost little."""
        neuron, rect = self.spec.neurons[place], self.layer.neuron(place)
        if self.index and self.size >= SMALLEST_WITH_BIAS:
            self._bias(neuron, place)
        images = self.scene.images
        color = images.mean_color(neuron.id) if images.has(neuron.id) else self.look.control
        self.painter.fillRect(rect, color)

    def paint_ring(self, place: int) -> None:
        """Around a selected or hovered neuron, below its neighbors' biases."""
        color = self._mark(self.spec.neurons[place].id, "neuron")
        if color is None:
            return
        rect = self.layer.neuron(place)
        unit = 1 / min(self.zoom, 1.0)
        clear = RING_CLEAR * self.scene.ring_share(self.spec.neurons[place].id)
        out = (clear + RING / 2) * unit + OUTLINE / 2
        corner = CORNER * self.layer.scale + out
        self.painter.setPen(QPen(color, RING * unit))
        self.painter.setBrush(self.look.canvas)
        self.painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), corner, corner)

    def _mark(self, item: int | ParameterKey, kind: str) -> QColor | None:
        """The color of the ring around a part, None for none."""
        hovered = self.scene.hovered
        if self.scene.is_selected(item):
            return faded(self.look.accent, self.scene.ring_share(item))
        if hovered and hovered.kind == kind and hovered.item == item:
            return faded(self.look.control, self.scene.ring_share(item))
        return None

    def _picture(self, neuron_id: int, rect: QRectF) -> None:
        """A plain rectangle, which is quick; its corners are covered by the outline's."""
        images = self.scene.images
        known, is_curve = images.has(neuron_id), images.kind == "curve"
        brush = images.brush(neuron_id, rect, pale=is_curve) if known else self.look.panel
        fill_tile(self.painter, rect, brush)
        if known and is_curve:
            self._curve(neuron_id, rect)

    def _outline(self, neuron_id: int, rect: QRectF) -> None:
        painter, corner = self.painter, CORNER * self.layer.scale
        around = QPainterPath()
        around.addRoundedRect(rect, corner, corner)
        around.addRect(rect.adjusted(-1 / self.zoom, -1 / self.zoom, 1 / self.zoom, 1 / self.zoom))
        painter.fillPath(around, self.look.canvas)
        selected = self.scene.is_selected(neuron_id)
        painter.setPen(QPen(self.look.text if selected else self.look.control, self._outline_width()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, corner, corner)

    def _outline_width(self) -> float:
        return max(OUTLINE * self.layer.scale, 0.75 / self.zoom)

    def _curve(self, neuron_id: int, rect: QRectF) -> None:
        values = self.scene.images.line(neuron_id)
        inside = rect.adjusted(1, 5, -1, -5)
        xs = np.linspace(inside.left(), inside.right(), values.size).tolist()
        ys = (inside.center().y() - values * inside.height() / 2).tolist()
        self.painter.setPen(QPen(self.look.text, 1.6 * self.layer.scale))
        self.painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))

    def _ports(self, rect: QRectF) -> None:
        radius = PORT_RADIUS * self.layer.scale
        self.painter.setPen(QPen(self.look.control, self._outline_width()))
        self.painter.setBrush(self.look.canvas)
        if self.index:
            self.painter.drawEllipse(QPointF(rect.left(), rect.center().y()), radius, radius)
        self.painter.drawEllipse(QPointF(rect.right(), rect.center().y()), radius, radius)

    def _bias(self, neuron: NeuronSpec, place: int) -> None:
        key = ParameterKey(BIAS, neuron.id)
        value = self.scene.weight(key)
        if value is None:
            self._cut_bias(key, place)
            return
        painter, scale = self.painter, self.layer.scale
        center = self.layer.bias(place)
        pen = QPen(self.look.weight_pen(self.scene.scale, value, THINNEST / self.zoom))
        if scale < 1:
            pen.setWidthF(max(pen.widthF() * scale, THINNEST / self.zoom))
        painter.setPen(pen)
        painter.drawLine(self.layer.bias_foot(place), center)
        if not self.detailed:
            return
        mark = self._mark(key, "parameter")
        if mark is not None:
            self._bias_ring_mark(center, mark)
        ring = QPen(self.look.negative if value < 0 else self.look.positive, BIAS_LINE * scale)
        if key in self.scene.network.locked:
            ring.setDashPattern([1.6, 1.1])
        painter.setPen(ring)
        painter.setBrush(self.look.canvas)
        painter.drawEllipse(center, BIAS_RADIUS * scale, BIAS_RADIUS * scale)

    def _bias_ring_mark(self, center: QPointF, color: QColor) -> None:
        radius = BIAS_RADIUS * self.layer.scale + 3.6
        self.painter.setPen(QPen(color, 2.0))
        self.painter.setBrush(self.look.canvas)
        self.painter.drawEllipse(center, radius, radius)

    def _cut_bias(self, key: ParameterKey, place: int) -> None:
        """Nothing, or dots where the bias was while its neuron is selected."""
        if key not in self.scene.network.cut or not self.scene.is_selected(key.target):
            return
        pen = QPen(self.look.control, 1.2)
        pen.setStyle(Qt.PenStyle.DotLine)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = BIAS_RADIUS * self.layer.scale
        self.painter.drawEllipse(self.layer.bias(place), radius, radius)

    def _stuck(self, rect: QRectF, *, dead: bool) -> None:
        """Over the upper left corner: a flat line for saturated, a cross for dead."""
        painter, scale = self.painter, self.layer.scale
        center, reach = rect.topLeft() + QPointF(3 * scale, 3 * scale), 3.2 * scale
        painter.setPen(QPen(self.look.canvas, 1.25 * scale))
        painter.setBrush(self.look.bad if dead else self.look.warn)
        painter.drawEllipse(center, STUCK * scale, STUCK * scale)
        painter.setPen(QPen(self.look.panel, 1.75 * scale))
        for slope in (1, -1) if dead else (0,):
            step = QPointF(reach, slope * reach)
            painter.drawLine(center - step, center + step)

    def _badge(self, neuron: NeuronSpec, rect: QRectF) -> None:
        painter, scale = self.painter, self.layer.scale
        hovered = self._mark(neuron.id, "badge") is not None and not self.scene.is_selected(neuron.id)
        painter.setPen(QPen(self.look.control, 1.25 * scale))
        painter.setBrush(self.look.hover if hovered else self.look.panel)
        painter.drawRoundedRect(rect, 5 * scale, 5 * scale)
        inset = 4.6 * scale
        pen = QPen(self.look.text, 1.6 * scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(activation_path(neuron.activation, rect.adjusted(inset, inset, -inset, -inset)))
