"""A square with a picture in it, on any painter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QPen

_SVG_DETAIL: Final = 4
"""Pixels of the embedded picture per scene pixel."""


def paint_tile(painter: QPainter, rect: QRectF, corner: float, pen: QPen, brush: QBrush | QColor) -> None:
    """Outline and filling; ``brush`` may be a texture."""
    texture = isinstance(brush, QBrush) and brush.style() == Qt.BrushStyle.TexturePattern
    painter.setPen(pen)
    if texture and painter.paintEngine().type() == QPaintEngine.Type.SVG:
        # Qt's SVG writer ignores a texture's transform and every clip: embed a finished picture.
        painter.drawImage(rect, _picture(QBrush(brush), rect, corner))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(brush)
    painter.drawRoundedRect(rect, corner, corner)


def fill_tile(painter: QPainter, rect: QRectF, brush: QBrush | QColor) -> None:
    """The filling alone, square and without smooth edges: what comes on top covers them."""
    if isinstance(brush, QBrush) and painter.paintEngine().type() == QPaintEngine.Type.SVG:
        painter.drawImage(rect, _picture(brush, rect, 0.0))
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(rect, brush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _picture(brush: QBrush, rect: QRectF, corner: float) -> QImage:
    image = QImage(
        round(rect.width() * _SVG_DETAIL), round(rect.height() * _SVG_DETAIL), QImage.Format.Format_ARGB32
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(_SVG_DETAIL, _SVG_DETAIL)
    painter.translate(-rect.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(rect, corner, corner)
    painter.end()
    return image
