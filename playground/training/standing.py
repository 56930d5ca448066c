"""How good the shown runner's network is, beside what is reached without one. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from playground.data.answers import margin
from playground.data.dataset import Dataset
from playground.data.linear_model import LinearModel, fit_linear_model
from playground.data.scores import Scores, baseline, score
from playground.data.verdicts import Comparison, compare
from playground.engine.layout import Array
from playground.engine.network import Network

MOST_ROWS = 20_000
"""Of more rows, so many evenly spread ones are judged."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Scores on the same rows: of a constant guess, of the best linear or logistic model, of the network."""

    guess: Scores
    linear: Scores
    network: Scores


@dataclass(frozen=True, slots=True)
class Standing:
    """Of the test rows, or of the training rows if none is kept for testing: see ``comparison``.

    ``on_training``: on the training rows, if that was asked for. ``margin``: see
    `playground.data.answers.margin`.
    """

    reached: Reached
    on_training: Reached | None
    comparison: Comparison
    unit: str
    margin: float | None


class StandingSample:
    """What doesn't change while the network learns: solved once per dataset."""

    def __init__(self, dataset: Dataset) -> None:
        data = dataset.once()
        model = fit_linear_model(data)
        self._data, self._model = data, model
        self._training = _Part(data, model, data.x_train, data.y_train)
        self._are_test = len(data.y_test) > 0
        self._judged = _Part(data, model, data.x_test, data.y_test) if self._are_test else self._training

    def standing(self, network: Network, theta: Array, *, with_training: bool = False) -> Standing:
        """At the weights ``theta`` (n_params,)."""
        data, judged = self._data, self._judged
        outputs = network.outputs(theta, judged.x)
        training = self._training
        return Standing(
            judged.reached(outputs),
            training.reached(network.outputs(theta, training.x)) if with_training else None,
            compare(data, outputs, self._model, judged.x, judged.y),
            data.outputs[0].unit if data.task == "regression" else "",
            margin(data, outputs, judged.y) if self._are_test else None,
        )


class _Part:
    """Rows of one kind, and what is reached on them without a network."""

    def __init__(self, data: Dataset, model: LinearModel, x: Array, y: Array) -> None:
        step = max(1, -(-len(x) // MOST_ROWS))
        self._data, self.x, self.y = data, x[::step], y[::step]
        self._guess = self._score(baseline(data, len(self.y)))
        self._linear = self._score(model.outputs(self.x))

    def reached(self, outputs: Array) -> Reached:
        return Reached(self._guess, self._linear, self._score(outputs))

    def _score(self, outputs: Array) -> Scores:
        return score(self._data, outputs, self.y) or Scores()
