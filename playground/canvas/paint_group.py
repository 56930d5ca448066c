"""The frame around outputs that are one whole: with softmax they add up to 100 %."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from playground.canvas.geometry import GROUP_CLEAR
from playground.canvas.scene import NetworkScene

DASHES: Final = (4.0, 3.0)


def paint_group(painter: QPainter, scene: NetworkScene) -> None:
    """In scene pixels, below the neurons."""
    group = scene.geometry.group
    if group is None:
        return
    pen = QPen(scene.look.control, 1.25)
    pen.setDashPattern([length / 1.25 for length in DASHES])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = GROUP_CLEAR * min(scene.geometry.layers[-1].scale, 1.0)
    painter.drawRoundedRect(group, corner, corner)
