"""What lies over the neurons' pictures, kept as a picture of its own while it looks the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from playground.canvas.paint_controls import paint_controls
from playground.canvas.paint_neurons import paint_fronts
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform


def paint_front(
    painter: QPainter, scene: NetworkScene, view: ViewTransform, size: QSizeF, with_controls: bool
) -> None:
    """Outlines, ports, badges and what is clicked to build, in screen pixels."""
    painter.save()
    painter.setTransform(view.transform(), True)
    paint_fronts(painter, scene, view.zoom, view.rect_to_scene(QRectF(QPointF(0, 0), size)))
    if with_controls:
        paint_controls(painter, scene, view.zoom)
    painter.restore()


class FrontPixmap:
    """The front of a widget. While a network trains, only its pictures, synapses and numbers are painted."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._pixmap = QPixmap()

    def paint(self, painter: QPainter, scene: NetworkScene, view: ViewTransform, size: QSizeF) -> None:
        ratio = painter.device().devicePixelRatioF()
        key = (scene.front_key(), view, size.width(), size.height(), ratio)
        if key != self._key:
            self._key = key
            self._pixmap = _painted(scene, view, size, ratio)
        painter.drawPixmap(QPointF(0, 0), self._pixmap)


def _painted(scene: NetworkScene, view: ViewTransform, size: QSizeF, ratio: float) -> QPixmap:
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_front(painter, scene, view, size, True)
    painter.end()
    return pixmap
