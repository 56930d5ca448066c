"""How good the shown runner's network is, beside what is reached without one. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from playground.data.answers import margin
from playground.data.dataset import Dataset
from playground.data.linear_model import fit_linear_model
from playground.data.scores import Scores, Verdict, baseline, compared, guess_name, score
from playground.engine.layout import Array
from playground.engine.network import Network

MOST_ROWS = 20_000
"""Of more rows, so many evenly spread ones are judged."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Scores on the same rows: of a constant guess, of the best linear or logistic model, of the network.

    ``rows`` of them: test rows, or training rows if none is kept for testing. ``margin``: see
    `playground.data.answers.margin`.
    """

    guess_name: str
    guess: Scores
    linear_name: str
    linear: Scores
    network: Scores
    verdict: Verdict
    rows: int
    are_test_rows: bool
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
        model = fit_linear_model(data)
        self._linear_name, self._linear_outputs = model.name, model.outputs(self._x)
        self._guess_name = guess_name(data)
        self._guess = score(data, baseline(data, len(self._y)), self._y) or Scores()
        self._linear = score(data, self._linear_outputs, self._y) or Scores()

    def standing(self, network: Network, theta: Array) -> Standing:
        """At the weights ``theta`` (n_params,)."""
        outputs = network.outputs(theta, self._x)
        data = self._data
        return Standing(
            self._guess_name,
            self._guess,
            self._linear_name,
            self._linear,
            score(data, outputs, self._y) or Scores(),
            compared(data, outputs, self._linear_outputs, self._y),
            len(self._y),
            self._are_test,
            data.outputs[0].unit if data.task == "regression" else "",
            margin(data, outputs, self._y) if self._are_test else None,
        )
