"""The mouse over a plot: the wheel zooms around it, dragging moves the view, clicks and hovering are told.

pyqtgraph has its own way with the mouse; it swallows exceptions and keeps items of closed plots alive, so
nothing of it is used.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

WHEEL_STEP = 0.85
"""One notch of the wheel shows this share of the range."""
DRAG_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)


class Stroke(QObject):
    """A drag of the left button.

    Signals:
        begun(QPointF), moved(QPointF): where it is, in the viewport's pixels.
        ended()
    """

    begun = Signal(object)
    moved = Signal(object)
    ended = Signal()


class PlotMouse(QObject):
    """Watches the viewport of a plot.

    Signals:
        hovered(QPointF | None): the plotted coordinates under the mouse; None when it has left.
        clicked(QPointF): pressed and released on one place, in plotted coordinates.
        double_clicked()
        moved(): the view box shows another range now.
        stroke: what the left button does while ``paints``, when it neither clicks nor moves the view.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    double_clicked = Signal()
    moved = Signal()

    def __init__(self, view_box: Any, viewport: QObject, parent: QObject) -> None:
        super().__init__(parent)
        self._view_box = view_box
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._is_drag = False
        self.stroke = Stroke(self)
        self.paints = self._strokes = False
        viewport.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QWheelEvent):
            self._zoom(event)
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                self._press(event)
            elif kind == QEvent.Type.MouseMove:
                self._move(event)
            elif kind == QEvent.Type.MouseButtonRelease:
                self._release(event)
            elif kind == QEvent.Type.MouseButtonDblClick and event.button() == Qt.MouseButton.LeftButton:
                self._press_twice(event)
        elif kind == QEvent.Type.Leave:
            self.hovered.emit(None)
            return False
        else:
            return False
        return event.isAccepted()

    def _press_twice(self, event: QMouseEvent) -> None:
        if self.paints:
            self._press(event)  # two dabs in quick succession
        else:
            self.double_clicked.emit()

    def _press(self, event: QMouseEvent) -> None:
        if self.paints and event.button() == Qt.MouseButton.LeftButton:
            self._strokes = self._is_inside(event.position())
            if self._strokes:
                self.stroke.begun.emit(event.position())
        elif event.button() in DRAG_BUTTONS and self._is_inside(event.position()):
            self._pressed = self._last = event.position()
            self._is_drag = False
        else:
            event.ignore()  # the right button's menu, and the focus, are the frame's

    def _move(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._strokes:
            self.stroke.moved.emit(at)
            return
        if self._pressed is not None:
            far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            self._is_drag = self._is_drag or far
            if self._is_drag:
                self._pan(at)
        inside = self._is_inside(at)
        self.hovered.emit(self._plotted(at) if inside and not self._is_drag else None)

    def _release(self, event: QMouseEvent) -> None:
        if self._strokes and event.button() == Qt.MouseButton.LeftButton:
            self._strokes = False
            self.stroke.ended.emit()
            return
        if self._pressed is None:
            return
        if not self._is_drag and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self._plotted(event.position()))
        self._pressed, self._is_drag = None, False

    def _pan(self, at: QPointF) -> None:
        by = self._plotted(self._last) - self._plotted(at)
        self._last = at
        self._view_box.translateBy(x=by.x(), y=by.y())
        self.moved.emit()

    def _zoom(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120.0
        if notches and self._is_inside(event.position()):
            factor = WHEEL_STEP**notches
            self._view_box.scaleBy((factor, factor), center=self._plotted(event.position()))
            self.moved.emit()
        event.accept()

    def _is_inside(self, at: QPointF) -> bool:
        return bool(self._view_box.sceneBoundingRect().contains(at))

    def _plotted(self, at: QPointF) -> QPointF:
        # The plot fills its viewport from the corner, so the viewport's pixels are the scene's.
        return QPointF(self._view_box.mapSceneToView(at))
