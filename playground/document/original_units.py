"""Weights as they would be if the network saw the file's own numbers instead of scaled ones. Pure.

An input is scaled as x = (v − o) / s, so w x + b = (w / s) v + (b − w o / s); a number that is the target is
brought back as t = s ŷ + o.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

import numpy as np

from playground.data.dataset import Dataset, Feature
from playground.engine.collapse import collapse
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import ParameterKey

Link = Literal["", "sigmoid", "softmax"]


@dataclass(frozen=True, slots=True)
class OriginalValue:
    """A weight or bias in the file's own units; ``unit`` is "" where there is none."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class LinearFormula:
    """A network without bends: output k is ``link`` of Σ ``slopes[k, i]`` · input i + ``intercepts[k]``,
    everything in the file's own units."""

    inputs: tuple[Feature, ...]
    outputs: tuple[Feature, ...]
    slopes: Array
    intercepts: Array
    link: Link


def linear_formula(network: Network, dataset: Dataset, theta: Array) -> LinearFormula | None:
    """The formula of a network whose hidden neurons are all linear (or that has none); None for others."""
    spec, link = network.spec, _link(network)
    bent = any(neuron.activation != "linear" for layer in spec.hidden for neuron in layer.neurons)
    if link is None or bent:
        return None
    straight = tuple(replace(neuron, activation="linear") for neuron in spec.outputs.neurons)
    layers = (*spec.layers[:-1], replace(spec.outputs, neurons=straight))
    matrix = collapse(Network(replace(spec, layers=layers)), theta)
    if matrix is None:
        return None
    slopes, intercepts = unscaled_inputs(matrix, dataset.inputs)
    if dataset.task == "regression" and not link:
        scale = np.array([feature.scale for feature in dataset.outputs])
        offset = np.array([feature.offset for feature in dataset.outputs])
        slopes, intercepts = slopes * scale[:, None], intercepts * scale + offset
    return LinearFormula(dataset.inputs, dataset.outputs, slopes, intercepts, link)


def unscaled_inputs(matrix: Array, inputs: tuple[Feature, ...]) -> tuple[Array, Array]:
    """Weights (n_out, n_in) and biases (n_out,) for inputs as in the file, of a layer's (n_out, n_in + 1)."""
    weights = matrix[:, :-1] / np.array([feature.scale for feature in inputs])
    biases = [
        fsum([row[-1], *(-w * feature.offset for w, feature in zip(scaled, inputs, strict=True))])
        for row, scaled in zip(matrix, weights, strict=True)
    ]
    return weights, np.array(biases)


def in_original_units(
    network: Network, dataset: Dataset, theta: Array, key: ParameterKey
) -> OriginalValue | None:
    """One weight or bias in original units; None if it lies between hidden neurons, which have none."""
    layer, place = network.spec.position(key.target)
    matrix = network.layout.matrix(theta, layer)
    column = len(matrix[place]) - 1 if key.is_bias else network.spec.position(key.source)[1]
    target = _target(network, dataset) if layer == network.layout.n_layers else None
    if layer > 1 and target is None:
        return None
    row, per = matrix[place], ""
    if layer == 1:
        weights, biases = unscaled_inputs(matrix[place : place + 1], dataset.inputs)
        row = np.append(weights[0], biases[0])
        per = "" if key.is_bias else dataset.inputs[column].unit
    value, unit = float(row[column]), ""
    if target is not None:
        value, unit = value * target.scale + (target.offset if key.is_bias else 0.0), target.unit
    return OriginalValue(value, f"{unit} per {per}".strip() if per else unit)


def _target(network: Network, dataset: Dataset) -> Feature | None:
    """What the output stands for, if it is a number that an output without a bend gives."""
    is_number = dataset.task == "regression" and len(dataset.outputs) == 1
    return dataset.outputs[0] if is_number and _link(network) == "" else None


def _link(network: Network) -> Link | None:
    """The outputs' activation, if it is one with which a formula can be read."""
    names = {neuron.activation for neuron in network.spec.outputs.neurons}
    if names == {"linear"}:
        return ""
    if names == {"sigmoid"}:
        return "sigmoid"
    return "softmax" if names == {"softmax"} else None
