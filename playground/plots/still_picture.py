"""Part of a plot that stays as it is while the rest is painted anew: painted once, then copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QImage, QPainter

from playground.plots.pixel_item import PixelMap

_BEYOND = 2.0
"""Pixels around the plot's inside that are painted, too."""


class StillPicture:
    """Keeps the picture of one subject at one place."""

    def __init__(self) -> None:
        self._about: object = None
        self._where: object = None
        self._image = QImage()

    def forget(self) -> None:
        self._about = self._where = None

    def paint(
        self,
        painter: QPainter,
        pixels: PixelMap,
        about: object,
        paint_all: Callable[[QPainter, PixelMap], None],
    ) -> None:
        """What ``paint_all`` paints, which is the same for the same object ``about``, at the same place.

        Drawings as lines (SVG) are painted anew.
        """
        engine = painter.paintEngine()
        if engine is None or engine.type() != engine.Type.Raster:
            paint_all(painter, pixels)
            return
        ratio = painter.device().devicePixelRatioF()
        room = pixels.bounds.marginsAdded(QMarginsF(_BEYOND, _BEYOND, _BEYOND, _BEYOND))
        where = (pixels.transform, room.getRect(), ratio)
        if about is not self._about or where != self._where:
            self._about, self._where = about, where
            self._image = QImage((room.size() * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._image)
            inner.setRenderHints(painter.renderHints())
            inner.translate(-room.topLeft())
            paint_all(inner, pixels)
            inner.end()
        painter.drawImage(room.topLeft(), self._image)
