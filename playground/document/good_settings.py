"""Settings with which a network usually learns a table well, found by cross-validation. Pure, no Qt.

Candidates learn from a part of the training rows and are judged on the rest: the linear model that every
result is compared with, as a network without hidden neurons; the same with larger penalties; a small network
of tanh, a larger one of relu. Only what is better by more than chance takes the place of that linear model.
Test rows are never looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from itertools import product
from time import perf_counter

import numpy as np

from playground.data.columns import Codes, Flags, Floats
from playground.data.dataset import Dataset
from playground.data.linear_model import solved, usual_penalty
from playground.data.verdicts import row_errors
from playground.document.linear_training import is_bowl
from playground.document.project import Project
from playground.document.training_settings import (
    LARGE,
    LINEAR,
    SMALL,
    Effort,
    GoodSettings,
    Kind,
    settings_for,
    usual_batch_size,
    with_settings,
)
from playground.engine.network import Network
from playground.engine.timing import update_seconds
from playground.engine.trainer import Rows, Trainer

FEWEST_ROWS = 16
"""With fewer training rows nothing can be compared."""
FOLDS, MORE_FOLDS = 3, 5
FEW_ROWS = 300
"""Fewer training rows are judged in more folds: a third of them would be missed too much."""
ONE_FOLD_FROM = 1500
"""With so many training rows one third of them judges well enough."""
PENALTIES = (1.0, 0.1, 0.01, 0.001)
LINEAR_PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
"""Beside the usual one, up to where hardly more than the mean, or the categories' shares, is learned."""
REFINED = (3.0, 1 / 3)
SIMPLER = 1.1
"""The small network is taken unless the larger one's cost is lower by more than this factor."""
CHANCE = 1.64
"""Standard errors of the rows' differences by which hidden neurons have to be better: the level of 5 %."""
CHANCE_OF_SIMPLER = 1.0
"""The same for another penalty: it makes a model no richer (Breiman et al. 1984, section 3.4.3)."""
TOLD_EVERY = 0.2
SEARCH_SECONDS = 30.0
"""What the search may take at the engine's usual speed: of very many rows a part is compared on."""

COMPARED = Effort(3000, 40, 200, seconds=20.0)


def find_good_settings(
    project: Project, told: Callable[[int, int], object] = lambda _done, _of: None
) -> GoodSettings | None:
    """The best candidate for the project's data, cost and seed; None with too few rows to compare any.

    ``told(done, of)`` is called now and then.
    """
    if not can_compare(project):
        return None
    search = SettingsSearch(project)
    while not search.is_done:
        search.work(TOLD_EVERY)
        told(search.done, search.total)
    return search.found


def can_compare(project: Project) -> bool:
    """Whether there are enough training rows to learn from some and judge by the others."""
    return len(project.dataset.once().train_rows) >= FEWEST_ROWS


Candidate = tuple[Kind, float]
"""A kind of network, and its L2."""


class SettingsSearch:
    """The search, piece by piece; what it finds doesn't depend on the pieces.

    ``done`` of ``total`` candidates are judged; ``found`` is the result once it ``is_done``. ``judged``: the
    costs, without penalty, and the errors (see `row_errors`) that each made on rows it has not learned from
    (2, n_rows).
    """

    def __init__(self, project: Project) -> None:
        """Raises nothing where `can_compare`."""
        self._project, self._data = project, project.dataset
        self.judged: dict[Candidate, Floats] = {}
        usual = usual_penalty(self._data.task, len(self._data.train_rows))
        self._linear = [(LINEAR, l2) for l2 in (usual, *LINEAR_PENALTIES) if l2 >= usual]
        self._first = [*self._linear, *product((SMALL, LARGE), PENALTIES)]
        self.done, self.total = 0, len(self._first) + len(REFINED)
        self._rows = self._affordable_rows()
        self._folds: list[Flags] = list(_folds(self._data, self._rows, project))
        self.found: GoodSettings | None = None
        self._deadline = 0.0
        self._pieces = self._compare_all()

    @property
    def is_done(self) -> bool:
        return self.found is not None

    def work(self, seconds: float) -> float:
        """Go on for about so long; returns 0: there is always more to do at once."""
        self._deadline = perf_counter() + seconds
        for _ in self._pieces:
            if perf_counter() >= self._deadline:
                break
        return 0.0

    def report(self) -> SettingsSearch:
        """Itself: what others read of it is replaced as a whole, never changed."""
        return self

    def cost(self, kind: Kind, l2: float) -> float:
        """The mean cost over the rows that were not learned from; inf if it diverged."""
        mean = float(self.judged[kind, l2][0].mean())
        return mean if math.isfinite(mean) else math.inf

    def best(self, *kinds: Kind) -> Candidate:
        """The candidate of these kinds with the lowest cost."""
        return min((key for key in self.judged if key[0] in kinds), key=lambda key: self.cost(*key))

    def _compare_all(self) -> Iterator[None]:
        for kind, l2 in self._first:
            yield from self._judge(kind, l2)
        kind, l2 = self.best_linear()
        if self.needs_hidden():
            for factor in REFINED:
                kind, l2 = self.best(SMALL, LARGE)
                yield from self._judge(kind, l2 * factor)
            kind, l2 = self.best_hidden()
        found = settings_for(self._project, kind, l2, len(self._data.train_rows), COMPARED)
        self.done = self.total
        self.found = replace(found, tried=len(self.judged), folds=len(self._folds))

    def best_hidden(self) -> Candidate:
        """The best candidate with hidden neurons: the small one unless the larger one is clearly better."""
        small, large = self.best(SMALL), self.best(LARGE)
        return small if self.cost(*small) <= SIMPLER * self.cost(*large) else large

    def best_linear(self) -> Candidate:
        """The usual linear model, or the least penalty that will do: the first than which the best is not
        better by more than chance."""
        best = self.best(LINEAR)
        return next(
            each
            for each in self._linear
            if each == best or not self._is_better(best, each, CHANCE_OF_SIMPLER)
        )

    def needs_hidden(self) -> bool:
        """Whether hidden neurons are better than any linear model by more than chance explains."""
        return self._is_better(self.best_hidden(), self.best(LINEAR), CHANCE)

    def _is_better(self, one: Candidate, other: Candidate, chance: float) -> bool:
        """In costs, which tell more, and in errors, which results are judged by."""
        if not math.isfinite(self.cost(*other)):
            return True
        gained = self.judged[other] - self.judged[one]
        by_chance = gained.std(axis=1, ddof=1) / math.sqrt(gained.shape[1])
        return bool((gained.mean(axis=1) > chance * by_chance).all())

    def _judge(self, kind: Kind, l2: float) -> Iterator[None]:
        if (kind, l2) not in self.judged:
            folds = []
            for judges in self._folds:
                rows = self._rows[judges]
                x, y = self._data.x_train[rows], self._data.y_train[rows]
                project, theta = yield from self._learn(kind, l2, self._rows[~judges])
                network = Network(project.network)
                costs = network.row_costs(project.training.cost, theta, x, y)
                with np.errstate(all="ignore"):  # one that diverged errs beyond all numbers
                    folds.append((costs, row_errors(self._data, network.outputs(theta, x), y)))
            self.judged[kind, l2] = np.concatenate(folds, axis=1)
        self.done += 1

    def _learn(self, kind: Kind, l2: float, learned: Codes) -> Generator[None, None, tuple[Project, Floats]]:
        """The network, and the weights (n_params,) it has after learning these rows."""
        data, x, y = self._data, self._data.x_train[learned], self._data.y_train[learned]
        if kind is LINEAR and is_bowl(self._project):  # where its training will end
            yield
            project = with_settings(self._project, GoodSettings(kind, l2, None, 1, kind.rate))
            return project, solved(data.task, x, y, l2).weights.ravel()
        settings = settings_for(self._project, kind, l2, len(data.train_rows), COMPARED)
        project = with_settings(self._project, settings)
        none = Rows(data.x_train[:0], data.y_train[:0])
        trainer = Trainer(Network(project.network), project.training, Rows(x, y), none)
        while trainer.run(seconds=max(0.0, self._deadline - perf_counter())) is None:
            yield
        return project, trainer.snapshot().shown_runner.theta

    def _affordable_rows(self) -> Codes:
        """Places of the training rows that are compared on: of very many, evenly spread ones."""
        n = len(self._data.train_rows)
        settings, batch_size = settings_for(self._project, LARGE, 0.0, n, COMPARED), usual_batch_size(n)
        network = Network(with_settings(self._project, settings).network)
        updates = settings.epochs * math.ceil(n / batch_size)
        n_trained = len((SMALL, LARGE)) * len(PENALTIES) + len(REFINED)
        seconds = n_trained * updates * update_seconds(network, batch_size)
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
    n_folds = MORE_FOLDS if len(distinct) < FEW_ROWS else FOLDS
    fold = np.empty(len(distinct), dtype=np.int64)
    fold[order] = np.arange(len(distinct)) % n_folds
    of_row = fold[np.searchsorted(distinct, places)]
    for number in range(1 if len(distinct) >= ONE_FOLD_FROM else n_folds):
        yield of_row == number
