"""What every neuron answers, in the sign map's colors; with image inputs, the first neurons' weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor

from playground.appearance.sign_scale import largest_size, normalized, value_span
from playground.appearance.theme import Theme
from playground.canvas.picture_sheet import PictureSheet, SignColors
from playground.engine.specs import NetworkSpec
from playground.training.neuron_pictures import NeuronPictures, PictureKind

Array = npt.NDArray[np.float64]


class NeuronImages:
    """The pictures of one set of `NeuronPictures`, in a theme's colors.

    A map is drawn as it is (its first row at the bottom); a strip and a curve as columns from left to
    right, a curve's line on top. A picture of weights takes the place of a neuron's strip.
    """

    def __init__(self, theme: Theme) -> None:
        self.kind: PictureKind | None = None
        self.extent: tuple[float, float, float, float] | None = None
        self._values: Array = np.empty((0, 0, 0))
        self._raw: Array = np.empty((0, 0))
        self._spans: dict[int, tuple[float, float]] = {}
        self._places: dict[int, int] = {}
        self._answers: Mapping[int, Array] = {}
        self._weights: Mapping[int, Array] = {}
        self._sheets: tuple[PictureSheet, ...] = ()
        self._colors = SignColors(theme)

    def show(
        self, pictures: NeuronPictures, network: NetworkSpec, weighted: Mapping[int, float] | None = None
    ) -> None:
        """Take pictures of the neurons of ``network``, the one they were computed for.

        Those of ``weighted`` neurons are multiplied by their weight and share one scale.
        """
        self.kind, self.extent = pictures.kind, pictures.extent
        self._answers, self._weights = pictures.values, pictures.weights
        self._places = {neuron: i for i, neuron in enumerate(pictures.values)}
        stack = np.array(list(pictures.values.values()))
        if stack.ndim == 2:  # strips and curves: one row each
            stack = stack[:, None, :]
        weighted = weighted or {}
        for neuron, weight in weighted.items():
            stack[self._places[neuron]] *= weight
        self._raw = stack[:, 0]
        self._spans = self._found_spans(stack, network, weighted)
        spans = np.array(list(self._spans.values()))[:, :, None, None]
        self._values = normalized(stack, spans[:, 0], spans[:, 1])[:, ::-1]
        answers = PictureSheet(self._places, self._values, self._colors)
        self._sheets = (answers,)
        if self._weights:
            images = np.array(list(self._weights.values()))
            ends = np.array([largest_size(image) or 1.0 for image in images])[:, None, None]
            self._sheets = PictureSheet(self._weights, normalized(images, -ends, ends), self._colors), answers

    def _found_spans(
        self, stack: Array, network: NetworkSpec, weighted: Mapping[int, float]
    ) -> dict[int, tuple[float, float]]:
        """For each neuron the values in full orange and full blue."""
        largest = np.where(np.isfinite(stack), np.abs(stack), 0.0).max(axis=(1, 2)).tolist()
        inputs = {neuron.id for neuron in network.inputs.neurons}
        activations = {n.id: None if n.id in inputs else n.activation for n in network.neurons()}
        spans = {n: value_span(activations.get(n), largest[i]) for n, i in self._places.items()}
        common = max((largest[self._places[neuron]] for neuron in weighted), default=0.0) or 1.0
        return spans | dict.fromkeys(weighted, (-common, common))

    def clear(self) -> None:
        self._places, self._spans, self._answers, self._weights, self._sheets = {}, {}, {}, {}, ()
        self.kind = self.extent = None

    def restyle(self, theme: Theme) -> None:
        self._colors = SignColors(theme)
        for sheet in self._sheets:
            sheet.recolor(self._colors)

    def has(self, neuron_id: int) -> bool:
        return neuron_id in self._places

    def span(self, neuron_id: int) -> tuple[float, float]:
        return self._spans[neuron_id]

    def line(self, neuron_id: int) -> Array:
        """A curve's values as −1 … 1."""
        values: Array = self._values[self._places[neuron_id], 0]
        return values

    def values(self, neuron_id: int) -> Array:
        """A curve's values as they are, contributions multiplied by their weight."""
        values: Array = self._raw[self._places[neuron_id]]
        return values

    def extremes(self, neuron_id: int) -> tuple[float, float] | None:
        """The least and the largest value of a neuron's answers; None if it has none."""
        values = self._answers.get(neuron_id)
        if values is None or not np.isfinite(values).any():
            return None
        finite = values[np.isfinite(values)]
        return float(finite.min()), float(finite.max())

    def largest_weight(self, neuron_id: int) -> float | None:
        """The |weight| in full color, of a neuron whose picture is its weights."""
        image = self._weights.get(neuron_id)
        return None if image is None else largest_size(image)

    def mean_color(self, neuron_id: int) -> QColor:
        """One color for the whole picture."""
        return self._sheet(neuron_id).mean_color(neuron_id)

    def brush(self, neuron_id: int, rect: QRectF, *, pale: bool = False) -> QBrush:
        """A brush that fills ``rect`` with the neuron's picture."""
        return self._sheet(neuron_id).brush(neuron_id, rect, pale=pale)

    def _sheet(self, neuron_id: int) -> PictureSheet:
        return next(sheet for sheet in self._sheets if neuron_id in sheet)
