"""The cost surface in space: it turns under the mouse, with the paths and balls lying on it.

Drawn with QPainter, so that it works on every machine, prints, and exports. The hills are painted once per
surface and view; what moves while training is painted over them.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from playground.appearance.color_maps import viridis_lut
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import Landmark
from playground.plots.color_bar import ColorBar
from playground.plots.marks import WHITE, paint_note
from playground.plots.picture_files import PlotTable
from playground.plots.picture_frame import PictureFrame
from playground.plots.relief_geometry import (
    Camera,
    Relief,
    extent,
    relief_of,
)
from playground.plots.relief_painter import View, axis_areas, paint_hills
from playground.plots.slice_painter import Canvas, paint_slice
from playground.plots.slice_picture import SlicePicture
from playground.plots.surface_map import legend_entries, surface_table

Array = npt.NDArray[np.float64]

TURN_PER_PIXEL = math.radians(0.5)
TURN_PER_KEY = math.radians(8)
RESTING = 200
"""ms without a new surface or view after which the hills are painted in full detail"""
ZOOM_STEP = 0.85
"""One notch of the wheel shows this share of the window."""
MOST_ZOOM = 8.0


class SurfaceRelief(PictureFrame):
    """Dragging turns it, arrow keys too; Home looks at it as at first; the wheel, + and − zoom.

    Signals:
        place_picked(Landmark | None): the mark that was clicked, or none.
        zoomed(): the wheel or a key asks for a smaller or larger window: `zoom`.
    """

    place_picked = Signal(object)
    zoomed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.picture: SlicePicture | None = None
        self.scene = ReliefScene(theme, self)
        self.set_body(self.scene)
        self.color_bar = ColorBar(theme, self)
        self.color_bar.set_colors(viridis_lut())
        self.set_side_widget(self.color_bar)
        self.fit_requested.connect(self.scene.look_as_at_first)
        self.scene.resized.connect(self._align_color_bar)
        self.scene.place_picked.connect(self.place_picked)
        self.scene.zoomed.connect(self.zoomed)

    @property
    def zoom(self) -> float:
        """How many times the window that is drawn is larger than the one that is asked for."""
        return self.scene.zoom

    def show_picture(self, picture: SlicePicture) -> None:
        self.picture = picture
        scale = picture.scale
        if scale is None:
            self.color_bar.set_labels("", [])
        else:
            self.color_bar.set_labels(scale.title, scale.labels())
        self.legend.set_entries(legend_entries(picture))
        self.scene.show_picture(picture)

    def table(self) -> PlotTable | None:
        return None if self.picture is None else surface_table(self.picture)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.color_bar.restyle(theme)
        self.scene.restyle(theme)

    def _align_color_bar(self) -> None:
        self.color_bar.set_inside(px(6), self.scene.height() - px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if event.key() == Qt.Key.Key_Home:
            self.fit_requested.emit()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.scene.magnify(1 / ZOOM_STEP if event.key() == Qt.Key.Key_Plus else ZOOM_STEP)
        elif event.key() in turns:
            azimuth, elevation = turns[Qt.Key(event.key())]
            self.scene.turn(azimuth * TURN_PER_KEY, elevation * TURN_PER_KEY)
        else:
            super().keyPressEvent(event)


class ReliefScene(QWidget):
    """The picture itself.

    Signals:
        resized(): it has another height. zoomed(), place_picked(Landmark | None): as in `SurfaceRelief`.
    """

    resized = Signal()
    zoomed = Signal()
    place_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: SlicePicture | None = None
        self._relief: Relief | None = None
        self._hills: QImage | None = None
        self._since_hills = QElapsedTimer()
        self._refine = QTimer(self)
        self._refine.setSingleShot(True)
        self._refine.setInterval(RESTING)
        self._refine.timeout.connect(self._paint_in_full)
        self._last: QPointF | None = None
        self._turned = False
        self._pointed: QPointF | None = None
        self._named: Landmark | None = None
        self.camera = Camera()
        self.zoom = 1.0
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_picture(self, picture: SlicePicture) -> None:
        if self._picture is None or (self._picture.surface, self._picture.scale) != (
            picture.surface,
            picture.scale,
        ):
            self._relief = relief_of(picture)
            before, self._picture = self._picture, picture
            if before is not None and self.zoom != 1.0:
                self._take_window(picture.surface.window.width / before.surface.window.width)
            self._paint_anew()
        self._picture = picture
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self._paint_anew()

    def turn(self, azimuth: float, elevation: float) -> None:
        self.camera = self.camera.turned(azimuth, elevation)
        self._paint_anew()

    def magnify(self, factor: float) -> None:
        """Ask for a smaller window; until its surface is there, this one is drawn larger."""
        self.zoom = min(max(self.zoom * factor, 1 / MOST_ZOOM), MOST_ZOOM)
        self._paint_anew()
        self.zoomed.emit()

    def _take_window(self, share: float) -> None:
        """What was magnified is drawn in full now, if the window so much larger is the one asked for."""
        self.zoom *= share
        if abs(self.zoom - 1.0) < 1e-6:
            self.zoom = 1.0
        elif share != 1.0:
            self.zoomed.emit()

    def look_as_at_first(self) -> None:
        self.camera = Camera()
        self.zoom = 1.0
        self._paint_anew()

    def pixel_of(self, place: Array) -> QPointF:
        """Where a place of the plane (2,) lies on the widget."""
        assert self._relief is not None
        x, y = self.view().pixels(self._relief.to_space(place[None]))[0].tolist()
        return QPointF(x, y)

    def view(self) -> View:
        """The camera, fitted to the widget with room for the axes' numbers and names."""
        left, right, bottom, top = extent(self.camera)
        room = QRectF(self.rect()).adjusted(px(34), px(10), -px(34), -px(44))
        scale = max(1.0, min(room.width() / (right - left), room.height() / (top - bottom)))
        center = room.center()
        middle = (
            center.x() - scale * (left + right) / 2,
            center.y() + scale * (bottom + top) / 2,
        )
        return View(self.camera, scale * self.zoom, middle)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._last = event.position()
            self._turned = False
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = event.position()
        if self._last is not None:
            self._turned = True
            by = event.position() - self._last
            self._last = event.position()
            self.turn(-by.x() * TURN_PER_PIXEL, by.y() * TURN_PER_PIXEL)
        elif self.landmark_at(self._pointed) is not self._named:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._last is not None and not self._turned:
            self.place_picked.emit(self.landmark_at(event.position()))
        self._last = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.magnify(ZOOM_STEP ** (-event.angleDelta().y() / 120.0))
        event.accept()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.look_as_at_first()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._since_hills.start()  # whoever turns to it sees at once a coarse picture, soon the fine one

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hills = None
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        if self._picture is not None and self._relief is not None:
            self._paint_hills(painter, self._picture, self._relief)
            self._paint_runners(painter, self._picture, self._relief)
        painter.end()

    def _paint_anew(self) -> None:
        self._hills = None
        self.update()

    def _paint_in_full(self) -> None:
        self._since_hills.invalidate()
        self._paint_anew()

    def _paint_hills(self, painter: QPainter, picture: SlicePicture, relief: Relief) -> None:
        """From memory as long as surface, view and size are the same."""
        ratio = max(painter.device().devicePixelRatioF(), self.devicePixelRatioF())
        if self._hills is None or self._hills.devicePixelRatio() != ratio:
            quick = self._since_hills.isValid() and self._since_hills.elapsed() < RESTING
            stride = 2 if quick else 1
            self._hills = paint_hills(self.size(), ratio, self._theme, self.view(), picture, relief, stride)
            self._since_hills.restart()
            if quick:
                self._refine.start()
        painter.drawImage(QPoint(0, 0), self._hills)

    def _paint_runners(self, painter: QPainter, picture: SlicePicture, relief: Relief) -> None:
        view = self.view()
        _left, _bottom, width, height = picture.rect

        def to_pixels(places: Array) -> Array:
            return view.pixels(relief.to_space(places))

        def is_seen(places: Array) -> npt.NDArray[np.bool_]:
            return relief.visible(relief.to_space(places), view.camera)

        font = text_font("label", medium=True, tabular=True)
        bounds = QRectF(self.rect())
        span = np.array([width, height])
        occupied = tuple(axis_areas(view))
        paint_slice(Canvas(painter, self._theme, font, to_pixels, span, bounds, is_seen, occupied), picture)
        self._paint_name(painter, picture, bounds)

    def landmark_at(self, at: QPointF) -> Landmark | None:
        """The one whose mark is there, and in sight."""
        picture, relief = self._picture, self._relief
        if picture is None or relief is None or not picture.landmarks:
            return None
        view = self.view()
        places = relief.to_space(np.array([each.position for each in picture.landmarks]))
        pixels = np.where(relief.visible(places, view.camera)[:, None], view.pixels(places), np.nan)
        return picture.landmark_near(pixels, at.x(), at.y())

    def _paint_name(self, painter: QPainter, picture: SlicePicture, bounds: QRectF) -> None:
        """What is under the mouse."""
        self._named = None if self._pointed is None else self.landmark_at(self._pointed)
        if self._named is not None and self._pointed is not None:
            font, text = text_font("label", tabular=True), picture.places.hover_text(self._named)
            paint_note(painter, self._pointed, text, font, bounds, (self._theme.casing, WHITE))
