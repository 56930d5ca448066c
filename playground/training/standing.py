"""How good the shown runner's network is, beside what is reached without one. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from playground.data.answers import margin
from playground.data.dataset import Dataset
from playground.data.linear_model import fit_linear_model
from playground.data.scores import Scores, baseline, score
from playground.data.verdicts import Comparison, compare
from playground.engine.layout import Array
from playground.engine.network import Network

MOST_ROWS = 20_000
"""Of more rows, so many evenly spread ones are judged."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Scores on the same rows: of a constant guess, of the best linear or logistic model, of the network.

    Of the test rows, or of the training rows if none is kept for testing: see ``comparison``. ``margin``: see
    `playground.data.answers.margin`.
    """

    guess: Scores
    linear: Scores
    network: Scores
    comparison: Comparison
    unit: str
    margin: float | None


class StandingSample:
    """What doesn't change while the network learns: solved once per dataset."""

    def __init__(self, dataset: Dataset) -> None:
        data = dataset.once()
        self._data, self._are_test = data, len(data.y_test) > 0
        x, y = (data.x_test, data.y_test) if self._are_test else (data.x_train, data.y_train)
        step = -(-len(x) // MOST_ROWS)
        self._x, self._y = x[::step], y[::step]
        self._model = fit_linear_model(data)
        self._guess = score(data, baseline(data, len(self._y)), self._y) or Scores()
        self._linear = score(data, self._model.outputs(self._x), self._y) or Scores()

    def standing(self, network: Network, theta: Array) -> Standing:
        """At the weights ``theta`` (n_params,)."""
        outputs = network.outputs(theta, self._x)
        data = self._data
        return Standing(
            self._guess,
            self._linear,
            score(data, outputs, self._y) or Scores(),
            compare(data, outputs, self._model, self._x, self._y),
            data.outputs[0].unit if data.task == "regression" else "",
            margin(data, outputs, self._y) if self._are_test else None,
        )
