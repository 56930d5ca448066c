"""One class per mouse gesture. A gesture lives from the button's press to its release, or until Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from playground.canvas.targets import Target, neurons_in
from playground.engine.specs import ParameterKey

if TYPE_CHECKING:
    from playground.canvas.network_canvas import NetworkCanvas

Item = int | ParameterKey


class Gesture:
    """What happens while a mouse button is down; positions are the canvas's pixels."""

    def __init__(self, canvas: NetworkCanvas, start: QPointF) -> None:
        self.canvas = canvas
        self.start = self.position = start
        self.dragged = False

    def move(self, position: QPointF) -> None:
        """The mouse moves; small trembling is no drag."""
        self.position = position
        far = (position - self.start).manhattanLength() >= QApplication.startDragDistance()
        self.dragged = self.dragged or far
        if self.dragged:
            self.drag()

    def drag(self) -> None:
        """The mouse has moved far enough to mean it."""

    def release(self) -> None:
        """The button is up: the gesture is done."""

    def cancel(self) -> None:
        """Esc, or the canvas lost the mouse: as if nothing had happened."""


class PanGesture(Gesture):
    """Middle button, or left with Space held: the picture follows the mouse."""

    def __init__(self, canvas: NetworkCanvas, start: QPointF) -> None:
        super().__init__(canvas, start)
        self._from = canvas.view
        self.dragged = True
        canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def drag(self) -> None:
        self.canvas.set_view(self._from.moved(self.position - self.start))

    def release(self) -> None:
        self.canvas.show_cursor()

    def cancel(self) -> None:
        self.canvas.set_view(self._from)
        self.canvas.show_cursor()


class RubberBandGesture(Gesture):
    """From an empty place: selects the neurons inside a rectangle; with Ctrl or Shift adds them.

    A plain click on an empty place selects nothing.
    """

    def __init__(self, canvas: NetworkCanvas, start: QPointF, adding: bool) -> None:
        super().__init__(canvas, start)
        self._before = canvas.scene.view.selection
        self._kept: tuple[Item, ...] = self._before if adding else ()

    def drag(self) -> None:
        band = QRectF(self.start, self.position).normalized()
        self.canvas.set_band(band)
        inside = neurons_in(self.canvas.scene.geometry, self.canvas.view.rect_to_scene(band))
        self.canvas.editor.select((*self._kept, *inside))

    def release(self) -> None:
        self.canvas.set_band(None)
        if not self.dragged:
            self.canvas.editor.select(self._kept)

    def cancel(self) -> None:
        self.canvas.set_band(None)
        self.canvas.editor.select(self._before)


class SelectGesture(Gesture):
    """On a neuron, synapse, bias or header: selects it; with Ctrl or Shift adds it or takes it away."""

    def __init__(self, canvas: NetworkCanvas, start: QPointF, item: Item, adding: bool) -> None:
        super().__init__(canvas, start)
        selection = canvas.scene.view.selection
        if not adding:
            canvas.editor.select((item,))
        elif item in selection:
            canvas.editor.select(other for other in selection if other != item)
        else:
            canvas.editor.select((*selection, item))


class PushGesture(Gesture):
    """On a painted button: acts when the mouse is released over the same button."""

    def __init__(self, canvas: NetworkCanvas, start: QPointF, target: Target) -> None:
        super().__init__(canvas, start)
        self._target = target

    def release(self) -> None:
        if self.canvas.target_at(self.position) == self._target:
            self.canvas.push(self._target)


def begin(
    canvas: NetworkCanvas, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier, start: QPointF
) -> Gesture | None:
    """The gesture that this press begins; None if it means nothing."""
    if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and canvas.space_held):
        return PanGesture(canvas, start)
    if button != Qt.MouseButton.LeftButton:
        return None
    adding = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
    target = canvas.target_at(start)
    if target is None or target.kind in ("answer", "ghost"):
        return RubberBandGesture(canvas, start, adding)
    if target.selectable:
        return SelectGesture(canvas, start, target.item, adding)
    return PushGesture(canvas, start, target)
