"""The true cost of a learner's weights, over all training rows and over all test rows."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.chunks import BatchPlan
from playground.engine.learner import Learner
from playground.engine.plan import Batch
from playground.engine.regularizers import Penalty


@dataclass(frozen=True, slots=True, eq=False)
class TrainingRows:
    """The rows all runners share; ``test`` is None if there are none."""

    train: Batch
    test: Batch | None


class Judge:
    """Costs, penalty included, of the weights the learner's network predicts with at the moment."""

    def __init__(self, learner: Learner, rows: TrainingRows, penalty: Penalty | None) -> None:
        self._learner, self._rows, self._penalty = learner, rows, penalty
        n_rows = len(rows.train.rows)
        # Shared with the learner where it can be, so that its next update may start from our forward pass.
        self._shares = not learner.averages
        self._train_plan = (
            learner.plan(n_rows) if self._shares else learner.make_plan(n_rows, learner.weights)
        )
        self._test_plan: BatchPlan | None = None

    def cost(self, next_is_all: bool) -> float:
        """Over the training rows. ``next_is_all``: the next update is of all rows, before theta moves."""
        total = self._train_plan.cost_sum(self._rows.train, keep=next_is_all and self._shares)
        return total / len(self._rows.train.rows) + self._penalised()

    def test_cost(self) -> float | None:
        """Over the test rows; None if there are none."""
        test = self._rows.test
        if test is None:
            return None
        if self._test_plan is None:
            self._test_plan = self._learner.make_plan(len(test.rows), self._learner.weights)
        return self._test_plan.cost_sum(test) / len(test.rows) + self._penalised()

    def _penalised(self) -> float:
        return 0.0 if self._penalty is None else float(self._penalty.of(self._learner.weights))
