"""Context menus: what can be done with the part under the mouse, or with everything selected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu

from playground.appearance.icons import icon
from playground.canvas.activation_picker import activation_icon, choices
from playground.canvas.keyboard_walk import incoming
from playground.canvas.names import listed
from playground.canvas.presets import PRESETS
from playground.canvas.targets import Target
from playground.document.names import common_activation, layer_name
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import LayerSpec, ParameterKey

if TYPE_CHECKING:
    from playground.canvas.network_canvas import NetworkCanvas

_GLYPH = QSize(18, 18)


def context_menu(canvas: NetworkCanvas, target: Target | None) -> QMenu:
    """The menu for a part, or for the empty canvas. A part that is selected stands for all like it."""
    menu = _Menu(canvas)
    if target is None or target.kind in ("answer", "add layer"):
        menu.for_canvas()
    elif target.kind == "ghost":
        menu.for_cut([target.key])
    elif target.kind == "parameter":
        menu.for_parameters(_all_selected(canvas, target.key))
    elif target.kind in ("neuron", "badge"):
        chosen = canvas.scene.selected_neurons
        menu.for_neurons(chosen if target.id in chosen else (target.id,))
    else:
        menu.for_layer(target.id)
    return menu.menu


def _all_selected(canvas: NetworkCanvas, key: ParameterKey) -> tuple[ParameterKey, ...]:
    chosen = canvas.scene.selected_parameters
    return chosen if key in chosen else (key,)


class _Menu:
    """Fills one menu; every entry is an edit or a look that can also be made otherwise."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        self.canvas, self.editor, self.scene = canvas, canvas.editor, canvas.scene
        self.menu = QMenu(canvas)

    def add(self, text: str, act: Callable[[], object], glyph: str = "", keys: str = "") -> QAction:
        shown = f"{text}\t{keys}" if keys else text
        action = self.menu.addAction(icon(glyph, self.scene.theme) if glyph else QIcon(), shown)
        action.triggered.connect(lambda _checked=False: act())
        return action

    def for_parameters(self, keys: tuple[ParameterKey, ...]) -> None:
        what = "bias" if all(key.is_bias for key in keys) else "synapse"
        if len(keys) == 1:
            self.add("Type a value…", partial(self.canvas.edit_value, keys[0]), "number", "Enter")
        several = f"{len(keys)} {what}{'es' if what == 'bias' else 's'}" if len(keys) > 1 else what
        self.add(f"Cut {several}", partial(self.editor.cut, keys), "cut", "Del")
        self._locks(keys, several)
        self.add("Lock all others", partial(self.editor.lock_others, keys))
        self.menu.addSeparator()
        if len(keys) == 2:
            self.add("Use both as axes of the surface", partial(self.editor.use_as_axes, *keys), "axes")
        elif len(keys) == 1:
            shown = self.canvas.shown_axes
            for text, horizontal in (("horizontal", True), ("vertical", False)):
                act = partial(self.editor.use_as_axis, keys[0], horizontal, shown)
                self.add(f"Use as {text} axis of the surface", act, "axes" if horizontal else "")

    def for_cut(self, keys: list[ParameterKey]) -> None:
        self.add(f"Restore {listed(len(keys), 'synapse')}", partial(self.editor.restore, keys))
        if len(keys) == 1:
            self.add("Restore with a value…", partial(self.canvas.edit_value, keys[0]), "number")

    def for_neurons(self, ids: tuple[int, ...]) -> None:
        network = self.scene.network
        layers = {network.position(neuron_id)[0] for neuron_id in ids}
        if 0 not in layers:
            self._activations(ids)
        if not layers & {0, len(network.layers) - 1}:
            text = f"Remove {listed(len(ids), 'neuron')}"
            self.add(text, partial(self.editor.remove, ids), "remove", "Del")
        into = [key for neuron_id in ids for key in incoming(network, neuron_id)]
        if into:
            self.menu.addSeparator()
            self._locks(tuple(into), "its weights" if len(ids) == 1 else "their weights")
        cut = [key for key in network.cut if key.source in ids or key.target in ids]
        if cut:
            self.add(
                f"Restore {len(cut)} cut {'synapse' if len(cut) == 1 else 'synapses'}",
                partial(self.editor.restore, cut),
            )
        self.menu.addSeparator()
        for index in sorted(layers):
            submenu = _Menu(self.canvas)
            submenu.for_layer(network.layers[index].id)
            submenu.menu.setTitle(layer_name(network, index))
            submenu.menu.setParent(self.menu, submenu.menu.windowFlags())
            self.menu.addMenu(submenu.menu)

    def for_layer(self, layer_id: int) -> None:
        network = self.scene.network
        index = network.layer_index(layer_id)
        layer, last = network.layers[index], len(network.layers) - 1
        ids = tuple(neuron.id for neuron in layer.neurons)
        if index:
            self._activations(ids, layer)
        if 0 < index < last:
            self.add("Add neuron", partial(self.editor.add_neuron, layer_id), "plus")
            remove = self.add(
                "Remove last neuron", partial(self.editor.remove_last_neuron, layer_id), "minus"
            )
            remove.setEnabled(layer.size > 1)
            self.add("Number of neurons…", partial(self.canvas.edit_size, layer_id), "number", "Enter")
        if index:
            self.add("Draw new weights into it", partial(self.editor.draw_weights, layer_id), "dice")
            self.menu.addSeparator()
        if index:
            self.add("Add layer before", partial(self.editor.add_layer, index))
        if index < last:
            self.add("Add layer after", partial(self.editor.add_layer, index + 1))
        if 0 < index < last:
            self.add("Remove layer", partial(self.editor.remove_layer, layer_id), "remove", "Del")
        self.menu.addSeparator()
        self.add("Select its neurons", partial(self.editor.select, ids))

    def for_canvas(self) -> None:
        network = self.scene.network
        everything = tuple(neuron.id for neuron in network.neurons())
        self.add("Fit the network", self.canvas.fit, "fit", "F")
        outline = self.add("Show as an outline", self.canvas.outline_wanted.emit, "table", "O")
        outline.setCheckable(True)
        outline.setChecked(not self.canvas.isVisible())
        self.add("Select all neurons", partial(self.editor.select, everything), keys="Ctrl+A")
        gradient = self.add("Show the gradient", self.canvas.gradient_wanted.emit, "curve", "G")
        gradient.setCheckable(True)
        gradient.setChecked(self.scene.shows_gradient)
        if self.scene.offers_contributions:
            action = self.add("Show contributions to the output", self.canvas.contributions_wanted.emit)
            action.setCheckable(True)
            action.setChecked(self.scene.contributions)
        self.menu.addSeparator()
        locked, cut = network.locked, network.cut
        unlock = self.add("Unlock everything", partial(self.editor.unlock, locked))
        unlock.setEnabled(bool(locked))
        restore = self.add("Restore all cut synapses", partial(self.editor.restore, cut))
        restore.setEnabled(bool(cut))
        presets = self.menu.addMenu(icon("gallery", self.scene.theme), "Presets")
        for preset in PRESETS:
            action = presets.addAction(f"{preset.name}\t{preset.tip}")
            action.triggered.connect(lambda _checked=False, p=preset: self.editor.use_preset(p))
        self.menu.addSeparator()
        self.add("Copy picture", self.canvas.copy_wanted.emit, "copy")
        self.add("Save picture…", self.canvas.save_wanted.emit, "save")

    def _locks(self, keys: tuple[ParameterKey, ...], what: str) -> None:
        locked = self.scene.network.locked
        if not all(key in locked for key in keys):
            self.add(f"Lock {what}", partial(self.editor.lock, keys), "lock")
        if any(key in locked for key in keys):
            self.add(f"Unlock {what}", partial(self.editor.unlock, keys))

    def _activations(self, ids: Iterable[int], layer: LayerSpec | None = None) -> None:
        """A submenu with all activations, the present one ticked."""
        chosen = tuple(ids)
        network = self.scene.network
        names = {network.neuron(neuron_id).activation for neuron_id in chosen}
        current = common_activation(layer) if layer else names.pop() if len(names) == 1 else None
        submenu = self.menu.addMenu(icon("activation", self.scene.theme), "Activation")
        group = QActionGroup(submenu)
        outputs = {neuron.id for neuron in network.outputs.neurons}
        for name in choices(outputs.issuperset(chosen)):
            activation = ACTIVATIONS[name]
            action = submenu.addAction(
                activation_icon(name, self.scene.theme, _GLYPH), f"{activation.label}\t{activation.formula}"
            )
            action.setCheckable(True)
            action.setChecked(name == current)
            group.addAction(action)
            act = (
                partial(self.editor.set_layer_activation, layer.id, name)
                if layer
                else partial(self.editor.set_activation, chosen, name)
            )
            action.triggered.connect(lambda _checked=False, act=act: act())
