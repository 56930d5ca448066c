"""What an activation dragged from the palette may be dropped on, and what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.canvas.targets import Target

if TYPE_CHECKING:
    from playground.canvas.network_canvas import NetworkCanvas


def drop_target(canvas: NetworkCanvas, position: QPointF) -> Target | None:
    """The header or neuron at a place of the canvas; inputs have no activation."""
    target = canvas.target_at(position)
    if target is None or target.kind not in ("neuron", "badge", "header"):
        return None
    inputs = canvas.scene.network.inputs
    if target.id == inputs.id or target.id in {neuron.id for neuron in inputs.neurons}:
        return None
    return Target("neuron", target.id) if target.kind == "badge" else target


def give_activation(canvas: NetworkCanvas, target: Target, name: str) -> None:
    """To a whole layer by its header, or to a neuron (which stands for all selected ones)."""
    if target.kind == "header":
        canvas.editor.set_layer_activation(target.id, name)
    else:
        chosen = canvas.scene.selected_neurons
        canvas.editor.set_activation(chosen if target.id in chosen else (target.id,), name)
