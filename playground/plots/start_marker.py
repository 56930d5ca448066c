"""The start of training, moved by hand: dragged, or placed by a click or the keys."""

from __future__ import annotations

import math
from collections.abc import Callable
from weakref import WeakMethod

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from playground.appearance.numbers import format_setting
from playground.appearance.text import text_font
from playground.plots.marks import WHITE, paint_note, paint_start
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.plot_frame import PlotFrame

CATCH = 11.0
"""Pixels from the ring's center within which it can be taken."""
LIFT = 8.0
"""Pixels of a ring that lies on the lower edge above it: half of it would be cut off."""
STEPS = 50
"""Of the arrow keys, from one side of the window to the other."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}


class StartMarker(QObject):
    """Watches one flat plot. Nothing changes before the mouse is let go, or Return is pressed.

    ``where`` tells where the ring is in plotted coordinates, or None. ``on_axis``: only the horizontal
    coordinate counts; the ring lies on the lower edge and is painted here.

    Signals:
        chosen(QPointF): a person put the start there, in plotted coordinates, rounded to what a pixel means.
        placing_changed(bool): whether the next click puts the start somewhere.
    """

    chosen = Signal(QPointF)
    placing_changed = Signal(bool)

    def __init__(
        self, frame: PlotFrame, where: Callable[[], QPointF | None], *, on_axis: bool = False
    ) -> None:
        super().__init__(frame)
        self._frame, self._where, self._on_axis = frame, WeakMethod(where), on_axis
        self._viewport = frame.widget.viewport()
        self._held: QPointF | None = None  # where the start would be now, while it is moved
        self._pressed: QPointF | None = None  # where the mouse took it, in pixels
        self._placing = False
        self._menu_place: QPointF | None = None
        self.note = ""
        """What is said beside the values while it moves."""
        self._overlay = PixelItem(self._paint, z=20.0)
        frame.add(self._overlay)
        frame.installEventFilter(self)
        self._viewport.installEventFilter(self)

    @property
    def is_placing(self) -> bool:
        return self._placing

    @property
    def held(self) -> QPointF | None:
        """Where the start would be if it were let go now."""
        return self._held

    def place(self) -> None:
        """The next click puts the start there; arrow keys and Return do it too, Escape ends it."""
        if not self._placing:
            self._placing = True
            self._held = self._present()
            self._viewport.setCursor(Qt.CursorShape.CrossCursor)
            self._frame.setFocus()
            self._overlay.update()
            self.placing_changed.emit(True)

    def cancel(self) -> None:
        """Leave the start where it is."""
        was_placing, self._placing = self._placing, False
        self._held = self._pressed = None
        self._viewport.unsetCursor()
        self._overlay.update()
        if was_placing:
            self.placing_changed.emit(False)

    def take_menu_place(self) -> QPointF | None:
        """Where the right button was pressed, once; None if the menu was opened otherwise."""
        place, self._menu_place = self._menu_place, None
        return place

    def refresh(self) -> None:
        """The ring may be elsewhere."""
        if self._on_axis:
            self._overlay.update()

    # -- mouse and keys --

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        frame = self.__dict__.get("_frame")
        if frame is None:  # Python has cleared this object, and Qt not yet
            return False
        if watched is frame:
            return isinstance(event, QKeyEvent) and self._key(event)
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            return self._press(event)
        if event.type() == QEvent.Type.MouseMove:
            return self._move(event)
        return event.type() == QEvent.Type.MouseButtonRelease and self._release()

    def _press(self, event: QMouseEvent) -> bool:
        at = event.position()
        if event.button() == Qt.MouseButton.RightButton and self._is_inside(at):
            self._menu_place = self._plotted(at)
        if event.button() != Qt.MouseButton.LeftButton or not self._is_inside(at):
            return False
        if self._placing:
            self._held = self._plotted(at)
            self._let_go()
        elif self._is_on_ring(at):
            self._pressed = at
            self._frame.setFocus()
        else:
            return False
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at = event.position()
        if self._placing:
            self._hold(at)
            return True
        if self._pressed is None:
            if event.buttons() == Qt.MouseButton.NoButton:
                self._show_cursor(at)
            return False
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._held is not None or far:
            self._viewport.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._hold(at)
        return True

    def _release(self) -> bool:
        if self._pressed is None:
            return False
        self._pressed = None
        if self._held is not None:
            self._let_go()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or (not self._placing and self._pressed is None):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif self._placing and event.key() in _ARROWS:
            self._nudge(*_ARROWS[Qt.Key(event.key())])
        elif self._placing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._let_go()
        else:
            return False
        return True

    def _nudge(self, right: int, up: int) -> None:
        x0, x1, y0, y1 = self._frame.range
        at = self._held or QPointF((x0 + x1) / 2, (y0 + y1) / 2)
        at = QPointF(at.x() + right * (x1 - x0) / STEPS, at.y() + up * (y1 - y0) / STEPS)
        self._held = self._rounded(at)
        self._overlay.update()

    def _let_go(self) -> None:
        held = self._held
        self.cancel()
        if held is not None:
            self.chosen.emit(held)

    def _hold(self, at: QPointF) -> None:
        inside = self._frame.view_box.sceneBoundingRect()
        x = min(max(at.x(), inside.left()), inside.right())
        y = min(max(at.y(), inside.top()), inside.bottom())
        self._held = self._plotted(QPointF(x, y))
        self._overlay.update()

    def _show_cursor(self, at: QPointF) -> None:
        if self._is_inside(at) and self._is_on_ring(at):
            self._viewport.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._viewport.unsetCursor()

    # -- places --

    def _present(self) -> QPointF | None:
        where = self._where()
        return None if where is None else where()

    def _is_inside(self, at: QPointF) -> bool:
        return bool(self._frame.view_box.sceneBoundingRect().adjusted(0, 0, 1, CATCH).contains(at))

    def _is_on_ring(self, at: QPointF) -> bool:
        place = self._present()
        if place is None:
            return False
        ring = self._frame.scene_position(place.x(), self._frame.range[2] if self._on_axis else place.y())
        ring -= QPointF(0, LIFT if self._on_axis else 0)
        return math.hypot(at.x() - ring.x(), at.y() - ring.y()) <= CATCH

    def _plotted(self, at: QPointF) -> QPointF:
        return self._rounded(QPointF(self._frame.view_box.mapSceneToView(at)))

    def _rounded(self, at: QPointF) -> QPointF:
        """With as many digits as a pixel tells apart."""
        x0, x1, y0, y1 = self._frame.range
        return QPointF(_round(at.x(), x1 - x0), _round(at.y(), y1 - y0))

    # -- picture --

    def _paint(self, painter: QPainter, pixels: PixelMap) -> None:
        place = self._held
        if place is None and self._on_axis:
            place = self._present()
        if place is None:
            return
        y = self._frame.range[2] if self._on_axis else place.y()
        at = pixels.point(place.x(), y) - QPointF(0, LIFT if self._on_axis else 0)
        if not pixels.contains(at, 8.0):
            return
        paint_start(painter, self._frame.theme, at)
        if self._held is not None:
            font = text_font("label", medium=True, tabular=True)
            colors = self._frame.theme.casing, WHITE
            paint_note(painter, at, self._text(place), font, pixels.bounds, colors, [_around(at)])

    def _text(self, place: QPointF) -> str:
        values = [place.x()] if self._on_axis else [place.x(), place.y()]
        text = "start  " + ", ".join(format_setting(value, 4) for value in values)
        return f"{text}  {self.note}" if self.note else text


def _round(value: float, span: float) -> float:
    return round(value, 3 - math.floor(math.log10(span))) if span > 0 else value


def _around(at: QPointF) -> QRectF:
    return QRectF(at.x() - 9, at.y() - 9, 18, 18)
