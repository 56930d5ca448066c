"""The chosen row on its way through the network: a number for every neuron and synapse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_percent, format_setting, with_unit
from playground.data.dataset import Dataset, Feature
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey

Array = npt.NDArray[np.float64]


def row_inputs(dataset: Dataset, row: int | None) -> Array | None:
    """The scaled inputs of a table row, shape (1, n_inputs); None if the row is not used."""
    if row is None:
        return None
    for rows, x in ((dataset.train_rows, dataset.x_train), (dataset.test_rows, dataset.x_test)):
        place = int(np.searchsorted(rows, row))
        if place < len(rows) and rows[place] == row:
            return np.asarray(x[place : place + 1])
    return None


@dataclass(frozen=True)
class RowValues:
    """One row on its way through the network: what every neuron passes on, by id (inputs scaled).

    ``texts`` are for people: inputs and answers in original units.
    """

    neurons: Mapping[int, float]
    texts: Mapping[int, str]

    def term(self, key: ParameterKey, weight: float) -> float | None:
        """What a synapse or bias adds to its target's sum."""
        value = 1.0 if key.is_bias else self.neurons.get(key.source)
        return None if value is None else weight * value


NO_ROW: Final = RowValues({}, {})


def row_values(dataset: Dataset, snapshot: Snapshot, row: int | None) -> RowValues:
    """The shown runner's values for a table row; `NO_ROW` without a row that is used."""
    x = row_inputs(dataset, row)
    spec = snapshot.network.spec
    if x is None or spec.inputs.size != x.shape[1] or spec.outputs.size != len(dataset.outputs):
        return NO_ROW
    layers = snapshot.network.activations(snapshot.shown_runner.theta, x)
    neurons = {
        neuron.id: float(value)
        for layer, values in zip(spec.layers, layers, strict=True)
        for neuron, value in zip(layer.neurons, values[0], strict=True)
    }
    texts = {
        neuron.id: text(feature, neurons[neuron.id])
        for layer, features, text in (
            (spec.inputs, dataset.inputs, _input_text),
            (spec.outputs, dataset.outputs, _output_text),
        )
        for neuron, feature in zip(layer.neurons, features, strict=True)
    }
    return RowValues(neurons, texts)


def _input_text(feature: Feature, scaled: float) -> str:
    if feature.category is not None:
        return "yes" if scaled > 0.5 else "no"
    return with_unit(format_setting(float(feature.to_original(scaled)), 4), feature.unit)


def _output_text(feature: Feature, scaled: float) -> str:
    if feature.category is not None:
        return format_percent(scaled, 1)
    return with_unit(float(feature.to_original(scaled)), feature.unit)
