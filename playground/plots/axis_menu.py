"""Choosing the two parameters of the cost surface: a menu that is filled while it opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from playground.engine.specs import BIAS, LayerSpec, NetworkSpec, ParameterKey
from playground.plots.parameter_names import parameter_name, short_name

LONG = 30
"""Networks with more weights than this get a submenu per neuron."""

Choose = Callable[[ParameterKey], None]


def add_parameters(menu: QMenu, network: NetworkSpec, chosen: ParameterKey | None, choose: Choose) -> None:
    """Fill a menu with every weight and bias; large networks layer by layer and neuron by neuron."""
    layers = list(zip(network.layers, network.layers[1:], strict=False))
    n_parameters = sum((before.size + 1) * layer.size for before, layer in layers)
    for index, (before, layer) in enumerate(layers, start=1):
        for neuron in layer.neurons:
            keys = [key for key in _keys(before, neuron.id) if key not in network.cut]
            if n_parameters <= LONG:
                _add_keys(menu, network, keys, chosen, choose)
                continue
            title = f"into {short_name(network, neuron.id)}"
            submenu = menu.addMenu(title)
            # Filled when it opens: a large network has tens of thousands of weights.
            submenu.aboutToShow.connect(partial(_fill, submenu, network, keys, chosen, choose))
        if index < len(layers):
            menu.addSeparator()


def _fill(
    menu: QMenu, network: NetworkSpec, keys: list[ParameterKey], chosen: ParameterKey | None, choose: Choose
) -> None:
    if menu.isEmpty():
        _add_keys(menu, network, keys, chosen, choose)


def _add_keys(
    menu: QMenu, network: NetworkSpec, keys: list[ParameterKey], chosen: ParameterKey | None, choose: Choose
) -> None:
    for key in keys:
        action = QAction(parameter_name(network, key), menu)
        action.setCheckable(True)
        action.setChecked(key == chosen)
        action.triggered.connect(partial(_chosen, choose, key))
        menu.addAction(action)


def _chosen(choose: Choose, key: ParameterKey, _checked: bool = False) -> None:
    choose(key)


def _keys(before: LayerSpec, target: int) -> list[ParameterKey]:
    keys = [ParameterKey(source.id, target) for source in before.neurons]
    return [*keys, ParameterKey(BIAS, target)]
