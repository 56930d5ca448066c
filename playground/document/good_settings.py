"""Settings with which a network usually learns a table well, found by cross-validation. Pure, no Qt.

Ten candidates, each trained on a part of the training rows and judged on the rest: a small network of tanh or
a larger one of relu, and how much large weights cost. Test rows are never looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from playground.data.columns import Codes, Flags
from playground.data.dataset import Dataset
from playground.document.edits import add_layer, remove_layer, set_penalty, set_runner, set_stop
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.specs import PenaltySpec, RunnerSpec, ScheduleSpec, StopSpec
from playground.engine.timing import update_seconds
from playground.engine.trainer import Rows, Trainer

FEWEST_ROWS = 16
"""With fewer training rows nothing can be compared."""
FOLDS = 3
ONE_FOLD_FROM = 1500
"""With so many training rows one third of them judges well enough."""
PENALTIES = (1.0, 0.1, 0.01, 0.001)
REFINED = (3.0, 1 / 3)
SIMPLER = 1.1
"""The small network is taken unless the larger one's cost is lower by more than this factor."""
UPDATES, LEAST_EPOCHS, MOST_EPOCHS = 3000, 40, 200
TRAINING_SECONDS, SEARCH_SECONDS = 20.0, 30.0
"""What training may take at the engine's usual speed, and the search: so that many rows take fewer epochs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One hidden layer, and the rate at which Adam starts on it."""

    size: int
    activation: str
    rate: float


SMALL, LARGE = Kind(8, "tanh", 0.01), Kind(64, "relu", 0.005)


@dataclass(frozen=True, slots=True)
class GoodSettings:
    """What was found. ``tried`` candidates were judged on ``folds`` parts of the training rows."""

    kind: Kind
    l2: float
    batch_size: int
    epochs: int
    tried: int = 0
    folds: int = 0


def find_good_settings(
    project: Project, told: Callable[[int, int], object] = lambda _done, _of: None
) -> GoodSettings | None:
    """The best candidate for the project's data, cost and seed; None with too few rows to compare any.

    ``told(done, of)`` is called after each candidate.
    """
    data = project.dataset
    if len(data.once().train_rows) < FEWEST_ROWS:
        return None
    search = _Search(project, data)
    candidates = list(product((SMALL, LARGE), PENALTIES))
    total = len(candidates) + len(REFINED)
    for done, (kind, l2) in enumerate(candidates, 1):
        search.cost(kind, l2)
        told(done, total)
    for factor in REFINED:
        kind, l2 = search.best(SMALL, LARGE)
        search.cost(kind, l2 * factor)
    told(total, total)
    small, large = search.best(SMALL), search.best(LARGE)
    kind, l2 = small if search.costs[small] <= SIMPLER * search.costs[large] else large
    found = _settings(project, kind, l2, len(data.train_rows))
    return replace(found, tried=len(search.costs), folds=len(search.folds))


def with_settings(project: Project, settings: GoodSettings) -> Project:
    """The project with one hidden layer and one runner, as the settings say."""
    for layer in project.network.hidden:
        project = remove_layer(project, layer.id)
    project = add_layer(project, 1, settings.kind.size, settings.kind.activation)
    schedule = ScheduleSpec("cosine", (("epochs", float(settings.epochs)),))
    first = project.training.runners[0]
    runner = RunnerSpec(
        first.id, "Mini-batch", "adam", settings.kind.rate, settings.batch_size, schedule=schedule
    )
    project = replace(project, training=replace(project.training, runners=(first,)))
    project = set_penalty(set_runner(project, runner), PenaltySpec(l2=settings.l2))
    return set_stop(project, StopSpec(epochs=settings.epochs))


def _settings(project: Project, kind: Kind, l2: float, n_rows: int) -> GoodSettings:
    """With batches and epochs by the number of rows; fewer epochs where they would take too long."""
    batch_size = min(n_rows, 16 if n_rows < 2000 else 32)
    updates = math.ceil(n_rows / batch_size)
    epochs = min(MOST_EPOCHS, max(LEAST_EPOCHS, math.ceil(UPDATES / updates)))
    project = with_settings(project, GoodSettings(kind, l2, batch_size, epochs))
    affordable = TRAINING_SECONDS / (updates * update_seconds(Network(project.network), batch_size))
    return GoodSettings(kind, l2, batch_size, max(1, min(epochs, int(affordable))))


class _Search:
    """Costs of candidates, each tried once. ``folds`` are the rows that judge, True where they do."""

    def __init__(self, project: Project, data: Dataset) -> None:
        self._project, self._data = project, data
        self.costs: dict[tuple[Kind, float], float] = {}
        rows = self._affordable_rows()
        self._rows = rows
        self.folds: list[Flags] = list(_folds(data, rows, project))

    def best(self, *kinds: Kind) -> tuple[Kind, float]:
        return min((key for key in self.costs if key[0] in kinds), key=lambda key: self.costs[key])

    def cost(self, kind: Kind, l2: float) -> None:
        """The mean cost, without penalty, over the rows that were not learned from."""
        if (kind, l2) in self.costs:
            return
        project, data, rows = self._project, self._data, self._rows
        settings = _settings(project, kind, l2, len(data.train_rows))
        project = with_settings(project, settings)
        network, x, y = Network(project.network), data.x_train, data.y_train
        found = []
        for judges in self.folds:
            learned, judged = rows[~judges], rows[judges]
            none = Rows(x[:0], y[:0])
            trainer = Trainer(network, project.training, Rows(x[learned], y[learned]), none)
            trainer.run()
            theta = trainer.snapshot().shown_runner.theta
            found.append(network.cost(project.training.cost, theta, x[judged], y[judged]))
        cost = float(np.mean(found))
        self.costs[kind, l2] = cost if math.isfinite(cost) else math.inf

    def _affordable_rows(self) -> Codes:
        """Places of the training rows that are compared on: of very many, evenly spread ones."""
        n = len(self._data.train_rows)
        settings = _settings(self._project, LARGE, 0.0, n)
        network = Network(with_settings(self._project, settings).network)
        updates = settings.epochs * math.ceil(n / settings.batch_size)
        n_candidates = 2 * len(PENALTIES) + len(REFINED)
        seconds = n_candidates * updates * update_seconds(network, settings.batch_size)
        share = min(1.0, SEARCH_SECONDS / seconds)
        return np.unique(np.linspace(0, n - 1, max(FEWEST_ROWS, int(share * n))).astype(np.int64))


def _folds(data: Dataset, rows: Codes, project: Project) -> Iterator[Flags]:
    """Which of the rows judge. Rows in order of time: the last third; else drawn by the seed, in equal
    shares of each category. A row that is repeated to weigh more is never on both sides."""
    places = data.train_rows[rows]
    if project.recipe.split == "in_order":
        yield places > np.quantile(places, 1 - 1 / FOLDS)
        return
    distinct, first = np.unique(places, return_index=True)
    order = np.random.default_rng(project.training.seed).permutation(len(distinct))
    if data.task != "regression":
        y = data.y_train[rows[first]]
        category = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0]
        order = order[np.argsort(category[order], kind="stable")]
    fold = np.empty(len(distinct), dtype=np.int64)
    fold[order] = np.arange(len(distinct)) % FOLDS
    of_row = fold[np.searchsorted(distinct, places)]
    for number in range(1 if len(distinct) >= ONE_FOLD_FROM else FOLDS):
        yield of_row == number
