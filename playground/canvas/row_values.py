"""What the chosen row says at the network's ends: its inputs, and the answer to it, in original units."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_percent, format_setting, with_unit
from playground.data.dataset import Dataset, Feature
from playground.engine.snapshot import Snapshot

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


def row_texts(dataset: Dataset, snapshot: Snapshot, row: int | None) -> dict[int, str]:
    """By neuron id: an input's value, an output's answer. Empty without a row that is used."""
    x = row_inputs(dataset, row)
    spec = snapshot.network.spec
    if x is None or spec.inputs.size != x.shape[1] or spec.outputs.size != len(dataset.outputs):
        return {}
    y = snapshot.network.outputs(snapshot.shown_runner.theta, x)
    texts = {
        neuron.id: _input_text(feature, float(value))
        for neuron, feature, value in zip(spec.inputs.neurons, dataset.inputs, x[0], strict=True)
    }
    for neuron, feature, value in zip(spec.outputs.neurons, dataset.outputs, y[0], strict=True):
        texts[neuron.id] = _output_text(feature, float(value))
    return texts


def _input_text(feature: Feature, scaled: float) -> str:
    if feature.category is not None:
        return "yes" if scaled > 0.5 else "no"
    return with_unit(format_setting(float(feature.to_original(scaled)), 4), feature.unit)


def _output_text(feature: Feature, scaled: float) -> str:
    if feature.category is not None:
        return format_percent(scaled, 1)
    return with_unit(float(feature.to_original(scaled)), feature.unit)
