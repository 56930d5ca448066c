"""What is clicked to build: discs that add layers, buttons that add and remove neurons, marks of headers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.canvas.control_places import DISC, Controls
from playground.canvas.scene import NetworkScene
from playground.canvas.targets import Kind


def paint_controls(painter: QPainter, scene: NetworkScene, zoom: float) -> None:
    """Discs and buttons where they fit, and the frame of a selected or hovered header."""
    controls = scene.geometry.controls(zoom)
    layers = scene.network.layers
    for index, layer in enumerate(layers):
        _header_frame(painter, scene, controls, index)
        if index and controls.discs:
            hovered = _is_hovered(scene, "add layer", index)
            _disc(painter, scene, controls.disc(index), controls.k, hovered)
        if controls.buttons and scene.shows_buttons(index):
            buttons: tuple[tuple[Kind, QRectF], ...] = (
                ("remove neuron", controls.remove_button(index)),
                ("add neuron", controls.add_button(index)),
            )
            for kind, rect in buttons:
                hovered = _is_hovered(scene, kind, layer.id)
                enabled = kind == "add neuron" or layer.size > 1
                _button(painter, scene, rect, controls.k, kind == "add neuron", hovered, enabled)


def _is_hovered(scene: NetworkScene, kind: Kind, item: int) -> bool:
    return scene.hovered is not None and (scene.hovered.kind, scene.hovered.item) == (kind, item)


def _header_frame(painter: QPainter, scene: NetworkScene, controls: Controls, index: int) -> None:
    layer = scene.network.layers[index]
    selected, hovered = scene.is_selected(layer.id), _is_hovered(scene, "header", layer.id)
    if not selected and not hovered:
        return
    look, k = scene.look, controls.k
    painter.setPen(QPen(look.accent, 2 * k) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(look.tint if selected else look.hover)
    painter.drawRoundedRect(controls.header(index), 6 * k, 6 * k)


def _disc(painter: QPainter, scene: NetworkScene, center: QPointF, k: float, hovered: bool) -> None:
    look = scene.look
    painter.setPen(QPen(look.control if hovered else look.border, 1.25 * k))
    painter.setBrush(look.hover if hovered else look.panel)
    painter.drawEllipse(center, DISC / 2 * k, DISC / 2 * k)
    _sign(painter, look.text if hovered else look.muted, center, 4 * k, k, plus=True)


def _button(
    painter: QPainter,
    scene: NetworkScene,
    rect: QRectF,
    k: float,
    plus: bool,
    hovered: bool,
    enabled: bool,
) -> None:
    look = scene.look
    painter.setPen(QPen(look.control if hovered and enabled else look.border, 1.25 * k))
    painter.setBrush(look.hover if hovered and enabled else look.panel)
    painter.drawRoundedRect(rect, 6 * k, 6 * k)
    color = look.border if not enabled else look.text if hovered else look.muted
    _sign(painter, color, rect.center(), 4.5 * k, k, plus)


def _sign(painter: QPainter, color: QColor, center: QPointF, reach: float, k: float, plus: bool) -> None:
    pen = QPen(color, 1.5 * k)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(center - QPointF(reach, 0), center + QPointF(reach, 0))
    if plus:
        painter.drawLine(center - QPointF(0, reach), center + QPointF(0, reach))
