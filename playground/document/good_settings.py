"""Settings with which a network usually learns a table well, found by cross-validation. Pure, no Qt.

Candidates are trained on a part of the training rows and judged on the rest: a network without hidden
neurons, a small one of tanh or a larger one of relu, and how much large weights cost. Test rows are never
looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import product
from time import perf_counter

import numpy as np

from playground.data.columns import Codes, Flags, Floats
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
LINEAR_PENALTIES = (*PENALTIES, 0.0001)
"""Without hidden neurons the same penalty weighs more: only one layer of weights is there to be steep."""
REFINED = (3.0, 1 / 3)
SIMPLER = 1.1
"""The small network is taken unless the larger one's cost is lower by more than this factor."""
CHANCE = 1.0
"""Standard errors of the rows' differences: by more, hidden neurons have to lower the cost to be taken. After
Breiman et al. 1984, section 3.4.3."""
TOLD_EVERY = 0.2
SEARCH_SECONDS = 30.0
"""What the search may take at the engine's usual speed: of very many rows a part is compared on."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to train: so many ``updates``, in ``least_epochs`` to ``most_epochs``, fewer where they would
    take more ``seconds`` at the engine's usual speed."""

    updates: int
    least_epochs: int
    most_epochs: int
    seconds: float


COMPARED = Effort(3000, 40, 200, seconds=20.0)


@dataclass(frozen=True, slots=True)
class Kind:
    """One hidden layer, or none (size 0), and the rate at which Adam starts on it."""

    size: int
    activation: str | None
    rate: float


LINEAR, SMALL, LARGE = Kind(0, None, 0.03), Kind(8, "tanh", 0.01), Kind(64, "relu", 0.005)


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


def with_settings(project: Project, settings: GoodSettings) -> Project:
    """The project with one hidden layer, or none, and one runner, as the settings say."""
    kind = settings.kind
    for layer in project.network.hidden:
        project = remove_layer(project, layer.id)
    if kind.activation is not None:
        project = add_layer(project, 1, kind.size, kind.activation)
    return with_training(project, settings)


def with_training(project: Project, settings: GoodSettings) -> Project:
    """The project with one runner, as the settings say, whatever its layers."""
    schedule = ScheduleSpec("cosine", (("epochs", float(settings.epochs)),))
    first = project.training.runners[0]
    runner = RunnerSpec(
        first.id, "Mini-batch", "adam", settings.kind.rate, settings.batch_size, schedule=schedule
    )
    project = replace(project, training=replace(project.training, runners=(first,)))
    project = set_penalty(set_runner(project, runner), PenaltySpec(l2=settings.l2))
    return set_stop(project, StopSpec(epochs=settings.epochs))


def settings_for(project: Project, kind: Kind, l2: float, n_rows: int, effort: Effort) -> GoodSettings:
    """With batches and epochs by the number of rows."""
    batch_size = min(n_rows, 16 if n_rows < 2000 else 32)
    updates = math.ceil(n_rows / batch_size)
    epochs = min(effort.most_epochs, max(effort.least_epochs, math.ceil(effort.updates / updates)))
    project = with_settings(project, GoodSettings(kind, l2, batch_size, epochs))
    affordable = effort.seconds / (updates * update_seconds(Network(project.network), batch_size))
    return GoodSettings(kind, l2, batch_size, max(1, min(epochs, int(affordable))))


class SettingsSearch:
    """The search, piece by piece; what it finds doesn't depend on the pieces.

    ``done`` of ``total`` candidates are judged; ``found`` is the result once it ``is_done``.
    """

    def __init__(self, project: Project) -> None:
        """Raises nothing where `can_compare`."""
        self._project, self._data = project, project.dataset
        self.row_costs: dict[tuple[Kind, float], Floats] = {}
        first = [(LINEAR, l2) for l2 in LINEAR_PENALTIES]
        self._first = [*first, *product((SMALL, LARGE), PENALTIES)]
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
        """The mean cost, without penalty, over the rows that were not learned from; inf if it diverged."""
        mean = float(self.row_costs[kind, l2].mean())
        return mean if math.isfinite(mean) else math.inf

    def best(self, *kinds: Kind) -> tuple[Kind, float]:
        """The candidate of these kinds with the lowest cost."""
        return min((key for key in self.row_costs if key[0] in kinds), key=lambda key: self.cost(*key))

    def _compare_all(self) -> Iterator[None]:
        for kind, l2 in self._first:
            yield from self._judge(kind, l2)
        kinds = (SMALL, LARGE) if self.needs_hidden() else (LINEAR,)
        for factor in REFINED:
            kind, l2 = self.best(*kinds)
            yield from self._judge(kind, l2 * factor)
        kind, l2 = self.best_hidden() if len(kinds) > 1 else self.best(LINEAR)
        found = settings_for(self._project, kind, l2, len(self._data.train_rows), COMPARED)
        self.found = replace(found, tried=len(self.row_costs), folds=len(self._folds))

    def best_hidden(self) -> tuple[Kind, float]:
        """The best candidate with hidden neurons: the small one unless the larger one is clearly better."""
        small, large = self.best(SMALL), self.best(LARGE)
        return small if self.cost(*small) <= SIMPLER * self.cost(*large) else large

    def needs_hidden(self) -> bool:
        """Whether hidden neurons lower the cost by more than chance explains."""
        linear, hidden = self.best(LINEAR), self.best_hidden()
        if not math.isfinite(self.cost(*linear)):
            return True
        gained = self.row_costs[linear] - self.row_costs[hidden]
        by_chance = float(gained.std(ddof=1)) / math.sqrt(len(gained))
        return float(gained.mean()) > CHANCE * by_chance

    def _judge(self, kind: Kind, l2: float) -> Iterator[None]:
        if (kind, l2) not in self.row_costs:
            costs = []
            for judges in self._folds:
                fold = yield from self._train(kind, l2, judges)
                costs.append(fold)
            self.row_costs[kind, l2] = np.concatenate(costs)
        self.done += 1

    def _train(self, kind: Kind, l2: float, judges: Flags) -> Generator[None, None, Floats]:
        data, x, y = self._data, self._data.x_train, self._data.y_train
        settings = settings_for(self._project, kind, l2, len(data.train_rows), COMPARED)
        project = with_settings(self._project, settings)
        network = Network(project.network)
        learned, judged = self._rows[~judges], self._rows[judges]
        none = Rows(x[:0], y[:0])
        trainer = Trainer(network, project.training, Rows(x[learned], y[learned]), none)
        while trainer.run(seconds=max(0.0, self._deadline - perf_counter())) is None:
            yield
        theta = trainer.snapshot().shown_runner.theta
        return network.row_costs(project.training.cost, theta, x[judged], y[judged])

    def _affordable_rows(self) -> Codes:
        """Places of the training rows that are compared on: of very many, evenly spread ones."""
        n = len(self._data.train_rows)
        settings = settings_for(self._project, LARGE, 0.0, n, COMPARED)
        network = Network(with_settings(self._project, settings).network)
        updates = settings.epochs * math.ceil(n / settings.batch_size)
        seconds = self.total * updates * update_seconds(network, settings.batch_size)
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
