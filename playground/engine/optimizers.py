"""The optimizers, and what the panels say about each.

An optimizer is an ``init`` of plain arrays and an update that reads and writes them; it keeps nothing to
itself. Definitions and defaults are PyTorch's where PyTorch has the optimizer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from playground.engine import update_rules as rules
from playground.engine.implicit import implicit, note_on_implicit, refuses_implicit
from playground.engine.layout import Array
from playground.engine.settings import Setting, chosen_settings
from playground.engine.specs import Objective
from playground.engine.update_rules import Update, Workspace, after_gradient


def _refuses_nothing(_objective: Objective, _batch_size: int) -> str | None:
    return None


def _says_nothing(_counters: Array) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An optimizer and what the panels say about it.

    ``learning_rate``: a rate to begin with (PyTorch's default).
    ``vectors`` and ``counters`` name its memory: vectors over the parameters, and single numbers.
    ``rate_in_gradient``: it wants the gradient already multiplied by the learning rate.
    ``predicts_with``: the vector that holds the network's weights, where that isn't theta itself.
    ``counts_evaluations``: it evaluates the rows of a batch as often as it takes, and counts that itself.
    ``refuses(objective, batch size)``: why it can't be used with them, in a sentence; None if it can.
    ``note(counters)``: what is to be said about the updates so far, in a sentence; empty if nothing.
    """

    name: str
    label: str
    formula: str
    good_for: str
    make_update: Callable[[Workspace], Update]
    learning_rate: float = 0.01
    settings: tuple[Setting, ...] = ()
    vectors: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    rate_in_gradient: bool = False
    predicts_with: str | None = None
    counts_evaluations: bool = False
    refuses: Callable[[Objective, int], str | None] = _refuses_nothing
    note: Callable[[Array], str] = _says_nothing

    def init(self, theta: Array) -> tuple[Array, Array]:
        """Memory before the first update from ``theta`` ``(n_params,)``: vectors and counters.

        ``(n_vectors, n_params)`` and ``(n_counters,)``, all 0 but for the weights it predicts with.
        """
        vectors = np.zeros((len(self.vectors), len(theta)))
        if self.predicts_with is not None:
            vectors[self.vectors.index(self.predicts_with)] = theta
        return vectors, np.zeros(len(self.counters))

    def chosen(self, settings: Mapping[str, float]) -> Mapping[str, float]:
        """All settings: the given ones, else the defaults. Names it doesn't have are ignored."""
        return chosen_settings(self.settings, settings)


__all__ = ["OPTIMIZERS", "Optimizer", "Setting"]

_MOMENTUM = Setting("momentum", "Momentum μ", 0.9, 0.0, 0.999)
_BETA1 = Setting("beta1", "Memory of the mean β₁", 0.9, 0.0, 0.9999)
_BETA2 = Setting("beta2", "Memory of the squares β₂", 0.999, 0.0, 0.999999)
_EPSILON = Setting("epsilon", "Floor ε", 1e-8, 1e-12, 1.0)
_ADAM = (_BETA1, _BETA2, _EPSILON)

_ALL = (
    Optimizer(
        name="plain",
        label="Plain",
        formula="θ ← θ − η g",
        good_for="Seeing the idea itself: walk downhill, as far as the learning rate says.",
        make_update=rules.plain,
        rate_in_gradient=True,
    ),
    Optimizer(
        name="momentum",
        label="Momentum",
        formula="v ← μ v + g;  θ ← θ − η v",
        good_for="Long valleys: a ball that gathers speed, and rolls through small hollows.",
        make_update=after_gradient(rules.momentum),
        settings=(_MOMENTUM,),
        vectors=("velocity",),
    ),
    Optimizer(
        name="nesterov",
        label="Nesterov",
        formula="v ← μ v + g;  θ ← θ − η (g + μ v)",
        good_for="Momentum that looks where it is going, and so overshoots less.",
        make_update=after_gradient(rules.nesterov),
        settings=(_MOMENTUM,),
        vectors=("velocity",),
    ),
    Optimizer(
        name="averaged",
        label="Averaged (ASGD)",
        formula="θ ← θ − η g;  predicts with the mean of all θ so far",
        good_for="Stochastic learning at a high rate: the mean is calm where the path is not.",
        make_update=after_gradient(rules.averaged),
        vectors=("mean",),
        counters=("updates",),
        rate_in_gradient=True,
        predicts_with="mean",
    ),
    Optimizer(
        name="implicit",
        label="Implicit (ISGD)",
        formula="θ′ = θ − η g(θ′)",
        good_for="Row by row at any rate: the slope is taken where the step arrives, so it can't overshoot.",
        make_update=implicit,
        learning_rate=0.1,
        counters=("updates", "linearised"),
        counts_evaluations=True,
        refuses=refuses_implicit,
        note=note_on_implicit,
    ),
    Optimizer(
        name="adagrad",
        label="AdaGrad",
        formula="s ← s + g²;  θ ← θ − η g / (√s + ε)",
        good_for="Inputs that are rarely there: their weights keep large steps.",
        make_update=after_gradient(rules.adagrad),
        settings=(
            Setting("rate_decay", "Decay of the rate", 0.0, 0.0, 1.0),
            Setting("epsilon", "Floor ε", 1e-10, 1e-12, 1.0),
        ),
        vectors=("square_sum",),
        counters=("updates",),
    ),
    Optimizer(
        name="adadelta",
        label="AdaDelta",
        formula="s ← ρ s + (1 − ρ) g²;  d = √(u + ε) / √(s + ε) g;  u ← ρ u + (1 − ρ) d²;  θ ← θ − η d",
        good_for="No rate to choose: steps are measured against the steps before.",
        make_update=after_gradient(rules.adadelta),
        learning_rate=1.0,
        settings=(
            Setting("memory", "Memory ρ", 0.9, 0.0, 0.9999),
            Setting("epsilon", "Floor ε", 1e-6, 1e-12, 1.0),
        ),
        vectors=("square", "step_square"),
    ),
    Optimizer(
        name="rmsprop",
        label="RMSProp",
        formula="s ← α s + (1 − α) g²;  v ← μ v + g / (√s + ε);  θ ← θ − η v",
        good_for="Costs whose slope changes a lot along the way.",
        make_update=after_gradient(rules.rmsprop),
        settings=(
            Setting("memory", "Memory α", 0.99, 0.0, 0.9999),
            _EPSILON,
            Setting("momentum", "Momentum μ", 0.0, 0.0, 0.999),
        ),
        vectors=("square", "velocity"),
    ),
    Optimizer(
        name="adam",
        label="Adam",
        formula="m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) g²;  θ ← θ − η m̂ / (√ŝ + ε)",
        good_for="Most networks without much tuning: each weight gets a step size of its own.",
        make_update=after_gradient(rules.adam),
        learning_rate=0.001,
        settings=_ADAM,
        vectors=("mean", "square"),
        counters=("updates",),
    ),
    Optimizer(
        name="amsgrad",
        label="AMSGrad",
        formula="Adam with ŝ ← max(ŝ, s)",
        good_for="Where Adam forgets a steep slope too soon and comes back to it.",
        make_update=after_gradient(rules.amsgrad),
        learning_rate=0.001,
        settings=_ADAM,
        vectors=("mean", "square", "largest_square"),
        counters=("updates",),
    ),
    Optimizer(
        name="adamw",
        label="AdamW",
        formula="θ ← (1 − η λ) θ (not biases), then Adam",
        good_for="Keeping weights small: they shrink by themselves, however steep the cost.",
        make_update=after_gradient(rules.adamw),
        learning_rate=0.001,
        settings=(*_ADAM, Setting("decay", "Weight decay λ", 0.01, 0.0, 1.0)),
        vectors=("mean", "square"),
        counters=("updates",),
    ),
    Optimizer(
        name="nadam",
        label="NAdam",
        formula="Adam with Nesterov's look ahead",
        good_for="A little faster than Adam down long valleys.",
        make_update=after_gradient(rules.nadam),
        learning_rate=0.002,
        settings=(*_ADAM, Setting("momentum_decay", "Warming of the momentum", 0.004, 0.0, 1.0)),
        vectors=("mean", "square"),
        counters=("updates", "momentum_used"),
    ),
    Optimizer(
        name="radam",
        label="RAdam",
        formula="Adam, but momentum alone until s is certain",
        good_for="The first updates, where Adam's steps are too bold.",
        make_update=after_gradient(rules.radam),
        learning_rate=0.001,
        settings=_ADAM,
        vectors=("mean", "square"),
        counters=("updates",),
    ),
)

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType({each.name: each for each in _ALL})
