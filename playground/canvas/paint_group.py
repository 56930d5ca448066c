"""The frame around outputs that are one whole: with softmax they add up to 100 %."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.canvas.geometry import BIAS_DROP, BIAS_RADIUS
from playground.canvas.scene import NetworkScene
from playground.engine.activations import ACTIVATIONS

CLEAR: Final = 14.0
DASHES: Final = (4.0, 3.0)


def whole_layer_group(scene: NetworkScene) -> QRectF | None:
    """Around the outputs, in scene pixels; None where each stands for itself."""
    if not ACTIVATIONS[scene.network.outputs.neurons[0].activation].whole_layer:
        return None
    layer = scene.geometry.layers[-1]
    clear = CLEAR * layer.scale
    foot = layer.bottom + (BIAS_DROP + BIAS_RADIUS) * layer.scale
    left, right = layer.x - layer.half - clear, layer.x + layer.half + clear
    return QRectF(left, layer.top - clear, right - left, foot + clear / 2 - layer.top + clear)


def paint_group(painter: QPainter, scene: NetworkScene) -> None:
    """In scene pixels, below the neurons."""
    group = whole_layer_group(scene)
    if group is None:
        return
    pen = QPen(scene.look.control, 1.25)
    pen.setDashPattern([length / 1.25 for length in DASHES])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = CLEAR * scene.geometry.layers[-1].scale
    painter.drawRoundedRect(group, corner, corner)
