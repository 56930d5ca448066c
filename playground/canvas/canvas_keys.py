"""The keyboard on the canvas: everything the mouse can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from playground.canvas import prompts
from playground.canvas.keyboard_walk import Direction, incoming, walk
from playground.canvas.targets import Target
from playground.engine.specs import ParameterKey

if TYPE_CHECKING:
    from playground.canvas.network_canvas import NetworkCanvas

Key = Qt.Key
_ARROWS: Final[dict[int, Direction]] = {
    Key.Key_Left: "left",
    Key.Key_Right: "right",
    Key.Key_Up: "up",
    Key.Key_Down: "down",
}


def press(canvas: NetworkCanvas, event: QKeyEvent) -> bool:
    """Do what a key asks for; False if the key means nothing here."""
    key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.ControlModifier and key == Key.Key_A:
        canvas.editor.select(neuron.id for neuron in canvas.scene.network.neurons())
        return True
    if modifiers & ~Qt.KeyboardModifier.ShiftModifier:
        return False
    if key in _ARROWS:
        _walk(canvas, _ARROWS[key], adding=bool(modifiers))
        return True
    action = {
        Key.Key_Delete: _remove,
        Key.Key_Backspace: _remove,
        Key.Key_Return: edit_selected,
        Key.Key_Enter: edit_selected,
        Key.Key_F: type(canvas).fit,
        Key.Key_O: lambda canvas: canvas.outline_wanted.emit(),
        Key.Key_G: lambda canvas: canvas.gradient_wanted.emit(),
        Key.Key_Plus: type(canvas).zoom_in,
        Key.Key_Equal: type(canvas).zoom_in,
        Key.Key_Minus: type(canvas).zoom_out,
        Key.Key_Escape: _escape,
    }.get(Key(key))
    if action is None:
        return False
    action(canvas)
    return True


def edit_selected(canvas: NetworkCanvas) -> None:
    """Enter: a synapse's or bias's value, a neuron's activation, a layer's size (the output's activation)."""
    selection, network = canvas.scene.view.selection, canvas.scene.network
    if not selection:
        return
    last = selection[-1]
    if isinstance(last, ParameterKey):
        prompts.ask_value(canvas, last)
    elif canvas.scene.geometry.has_neuron(last):
        ask_activation(canvas)
    elif last in {layer.id for layer in network.hidden}:
        prompts.ask_size(canvas, last)
    elif last == network.layers[-1].id:
        prompts.ask_layer_activation(canvas, last)


def with_activation(canvas: NetworkCanvas) -> list[int]:
    """The selected neurons that have an activation, those of selected layers included."""
    network, chosen = canvas.scene.network, set(canvas.scene.view.selection)
    return [
        neuron.id
        for layer in network.layers[1:]
        for neuron in layer.neurons
        if neuron.id in chosen or layer.id in chosen
    ]


def selected_weights(canvas: NetworkCanvas) -> tuple[ParameterKey, ...]:
    """The selected weights and biases, and those that lead into selected neurons."""
    into = (key for neuron in with_activation(canvas) for key in incoming(canvas.scene.network, neuron))
    return tuple(dict.fromkeys((*canvas.scene.selected_parameters, *into)))


def ask_activation(canvas: NetworkCanvas) -> None:
    """The picker for the selected neurons."""
    chosen = with_activation(canvas)
    if chosen:
        prompts.ask_activation(canvas, chosen)


def menu_place(canvas: NetworkCanvas) -> QPointF:
    """Where the menu key opens the menu: at the last selected part, else in the middle."""
    geometry, selection = canvas.scene.geometry, canvas.scene.view.selection
    if not selection:
        return QPointF(canvas.rect().center())
    last = selection[-1]
    if isinstance(last, ParameterKey):
        return canvas.view.to_screen(geometry.anchor(last))
    if geometry.has_neuron(last):
        return canvas.view.to_screen(geometry.neuron(last).center())
    header = geometry.controls(canvas.view.zoom).header(canvas.scene.network.layer_index(last))
    return canvas.view.to_screen(header.center())


def to_global(canvas: NetworkCanvas, place: QPointF) -> QPoint:
    return canvas.mapToGlobal(place.toPoint())


def _walk(canvas: NetworkCanvas, direction: Direction, adding: bool) -> None:
    selection = canvas.scene.view.selection
    item = walk(canvas.scene.network, selection[-1] if selection else None, direction)
    if item is None:
        return
    kept = [other for other in selection if other != item] if adding else []
    canvas.editor.select((*kept, item))
    canvas.reveal_selected()


def _remove(canvas: NetworkCanvas) -> None:
    canvas.editor.remove(canvas.scene.view.selection)


def _escape(canvas: NetworkCanvas) -> None:
    if not canvas.cancel_gesture():
        canvas.editor.select(())


def selected_target(canvas: NetworkCanvas, item: int | ParameterKey) -> Target:
    """A part, as if the mouse were on it."""
    if isinstance(item, ParameterKey):
        return Target("ghost" if item in canvas.scene.network.cut else "parameter", item)
    return Target("neuron" if canvas.scene.geometry.has_neuron(item) else "header", item)
