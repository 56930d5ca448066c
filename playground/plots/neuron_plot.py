"""One neuron, enlarged: what it answers over the data, in place of the network's answers. No Qt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from playground.appearance.sign_scale import largest_size, value_span
from playground.data.dataset import Dataset
from playground.document.names import neuron_name
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import NetworkSpec
from playground.plots.prediction_picture import (
    NO_CATEGORY,
    STRIP_WIDTH,
    Heat,
    Line,
    Marks,
    PredictionPicture,
    axis_title,
    category_names,
    prediction_picture,
    winners,
)
from playground.training.pictures import NeuronPictures, Pictures

Array = npt.NDArray[np.float64]

FINER = 3
"""A map of a neuron is drawn in so many cells per cell, evened out in between."""
NO_MARKS = Marks(np.empty((0, 2)), np.empty(0, np.int64), np.empty(0, np.bool_), np.empty(0, np.int64))
EDGE = 0.06
"""Room above and below a neuron's values, as a share of their span"""


def neuron_plot(pictures: Pictures, dataset: Dataset, neuron_id: int) -> PredictionPicture | None:
    """The neuron's picture, large; None if it has none in these pictures."""
    drawn, spec = pictures.neuron_pictures, pictures.snapshot.network.spec
    if drawn is None or pictures.predictions is None or neuron_id not in drawn.values:
        return None
    if neuron_id in drawn.weights:
        return _weights(drawn.weights[neuron_id], neuron_name(spec, neuron_id))
    values, span = drawn.values[neuron_id], _span(spec, neuron_id, drawn.values[neuron_id])
    title = neuron_title(spec, neuron_id)
    base = replace(prediction_picture(pictures.predictions), neuron=title)
    if base.kind == "map" and drawn.kind == "map" and drawn.extent is not None:
        x0, x1, y0, y1 = drawn.extent
        heat = Heat((x0, y0, x1 - x0, y1 - y0), finer(values), span)
        return replace(base, heat=heat, heat_title="output")
    low, high = span[0] - EDGE * (span[1] - span[0]), span[1] + EDGE * (span[1] - span[0])
    if base.kind == "curve" and drawn.kind == "curve" and drawn.extent is not None:
        curve = np.column_stack((np.linspace(*drawn.extent[:2], len(values)), values))
        return replace(
            base,
            titles=(base.titles[0], "output"),
            range=(*base.range[:2], low, high),
            marks=NO_MARKS,
            lines=(Line(curve),),
        )
    return _over_rows(base, dataset, drawn, values, (low, high)) if drawn.kind == "strip" else None


def _weights(image: Array, name: str) -> PredictionPicture:
    """The weights of a neuron in the places of their pixels."""
    rows, columns = image.shape
    largest = largest_size(image) or 1.0
    return PredictionPicture(
        kind="pixels",
        titles=("pixel column", "pixel row, from below"),
        range=(0.5, columns + 0.5, 0.5, rows + 0.5),
        marks=NO_MARKS,
        heat=Heat((0.5, 0.5, columns, rows), image[::-1], (-largest, largest)),
        heat_title="weight",
        neuron=f"{name}, weights of the pixels",
    )


def neuron_title(spec: NetworkSpec, neuron_id: int) -> str:
    """ "Hidden 1, neuron 3 (tanh)"; inputs have no activation."""
    index, place = spec.position(neuron_id)
    activation = ACTIVATIONS[spec.layers[index].neurons[place].activation].label.lower()
    return neuron_name(spec, neuron_id) + (f" ({activation})" if index else "")


def finer(values: Array) -> Array:
    """A map (ny, nx) in `FINER` times as many cells each way, straight lines from center to center."""
    for _ in range(2):
        n = len(values)
        places = np.clip((np.arange(n * FINER) + 0.5) / FINER - 0.5, 0, n - 1)
        below = np.minimum(places.astype(np.int64), n - 2)
        share = (places - below)[:, None]
        values = (values[below] * (1 - share) + values[below + 1] * share).T
    return values


def _over_rows(
    base: PredictionPicture,
    dataset: Dataset,
    drawn: NeuronPictures,
    values: Array,
    limits: tuple[float, float],
) -> PredictionPicture:
    """More inputs: the neuron's output for training rows, over their target or in their category."""
    names = category_names(dataset.outputs)
    y = dataset.y_train[np.searchsorted(dataset.train_rows, drawn.rows)]
    if names:
        category = winners(y)
        # As wide apart as rows of one category come, in the order of the rows.
        x = category + STRIP_WIDTH * (((np.arange(len(y)) * 0.618034) % 1.0) - 0.5)
        span, title = (-0.5, len(names) - 0.5), dataset.outputs[0].column
    else:
        category = np.full(len(y), NO_CATEGORY, dtype=np.int64)
        x = np.asarray(dataset.outputs[0].to_original(y[:, 0]))
        span, title = base.range[:2], axis_title(dataset.outputs[0])
    marks = Marks(np.column_stack((x, values)), category, np.zeros(len(y), dtype=np.bool_), drawn.rows)
    return replace(
        base, titles=(title, "output"), range=(*span, *limits), marks=marks, lines=(), counts=(), right=None
    )


def _span(spec: NetworkSpec, neuron_id: int, values: Array) -> tuple[float, float]:
    """As on the canvas: an activation's own range, else as far as the values go."""
    index, place = spec.position(neuron_id)
    activation = spec.layers[index].neurons[place].activation if index else None
    return value_span(activation, largest_size(values))
