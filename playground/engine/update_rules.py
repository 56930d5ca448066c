"""What one update does with the gradient: one place per formula, on flat vectors, in place.

Definitions are PyTorch's (``torch.optim`` 2.13) where PyTorch has the optimizer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine.chunks import BatchPlan
from playground.engine.costs import Cost
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.plan import Batch
from playground.engine.snapshot import Counts


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """What an update reads and writes; all arrays float64 and owned by the runner.

    ``theta`` and ``gradient`` ``(n_params,)``; ``vectors`` ``(n_vectors, n_params)`` and ``counters``
    ``(n_counters,)`` are the optimizer's memory; ``rate`` is the learning rate, a 0-d array.
    ``plan`` writes ``gradient`` for batches of one size; it is 0 for parameters that aren't trained.
    ``evaluations`` (a 0-d array): an optimizer that evaluates a batch's rows more than once counts here.
    """

    network: Network
    cost: Cost
    theta: Array
    gradient: Array
    vectors: Array
    counters: Array
    rate: Array
    settings: Mapping[str, float]
    plan: BatchPlan
    evaluations: Counts


Step = Callable[[], None]
"""Moves theta, given the gradient there. It may use the gradient's array as a scratch pad."""

Update = Callable[[Batch], None]
"""Moves theta by one batch."""


def after_gradient(make_step: Callable[[Workspace], Step]) -> Callable[[Workspace], Update]:
    """The updates of an optimizer that needs no more than the batch's gradient."""

    def make_update(work: Workspace) -> Update:
        gradient, step = work.plan.gradient, make_step(work)

        def update(batch: Batch) -> None:
            gradient(batch)
            step()

        return update

    return make_update


def plain(work: Workspace) -> Update:
    """The gradient comes multiplied by the rate."""
    theta, step, gradient = work.theta, work.gradient, work.plan.gradient
    subtract = np.subtract

    def update(batch: Batch) -> None:
        gradient(batch)
        subtract(theta, step, theta)

    return update


def averaged(work: Workspace) -> Step:
    """Polyak, Juditsky 1992: the mean of all iterates. The gradient comes multiplied by the rate."""
    theta, g, counters = work.theta, work.gradient, work.counters
    (mean,) = work.vectors

    def step() -> None:
        np.subtract(theta, g, theta)
        counters[0] += 1.0
        np.subtract(theta, mean, g)
        np.divide(g, counters[0], g)
        np.add(mean, g, mean)

    return step


def momentum(work: Workspace) -> Step:
    theta, g, rate = work.theta, work.gradient, work.rate
    (velocity,) = work.vectors
    keep = np.array(work.settings["momentum"])
    multiply, add, subtract = np.multiply, np.add, np.subtract

    def step() -> None:
        multiply(velocity, keep, velocity)
        add(velocity, g, velocity)
        multiply(velocity, rate, g)
        subtract(theta, g, theta)

    return step


def nesterov(work: Workspace) -> Step:
    """Sutskever et al. 2013, in PyTorch's form: it looks ahead by one velocity."""
    theta, g, rate = work.theta, work.gradient, work.rate
    (velocity,) = work.vectors
    keep, ahead = np.array(work.settings["momentum"]), np.empty_like(work.theta)
    multiply, add, subtract = np.multiply, np.add, np.subtract

    def step() -> None:
        multiply(velocity, keep, velocity)
        add(velocity, g, velocity)
        multiply(velocity, keep, ahead)
        add(g, ahead, g)
        multiply(g, rate, g)
        subtract(theta, g, theta)

    return step


def adagrad(work: Workspace) -> Step:
    """Duchi, Hazan, Singer 2011."""
    theta, g, rate, counters = work.theta, work.gradient, work.rate, work.counters
    (square_sum,) = work.vectors
    decay, epsilon = work.settings["rate_decay"], np.array(work.settings["epsilon"])
    root, step_size = np.empty_like(work.theta), np.array(0.0)

    def step() -> None:
        step_size[...] = float(rate) / (1.0 + float(counters[0]) * decay)
        counters[0] += 1.0
        np.multiply(g, g, root)
        np.add(square_sum, root, square_sum)
        np.sqrt(square_sum, root)
        np.add(root, epsilon, root)
        np.divide(g, root, g)
        np.multiply(g, step_size, g)
        np.subtract(theta, g, theta)

    return step


def rmsprop(work: Workspace) -> Step:
    """Hinton, Tieleman 2012. With momentum 0 the velocity is the step itself."""
    theta, g, rate = work.theta, work.gradient, work.rate
    square, velocity = work.vectors
    blend = _Blend(square, work.settings["memory"])
    epsilon, keep = np.array(work.settings["epsilon"]), np.array(work.settings["momentum"])
    root = np.empty_like(work.theta)

    def step() -> None:
        np.multiply(g, g, root)
        blend.take(root)
        np.sqrt(square, root)
        np.add(root, epsilon, root)
        np.divide(g, root, g)
        np.multiply(velocity, keep, velocity)
        np.add(velocity, g, velocity)
        np.multiply(velocity, rate, g)
        np.subtract(theta, g, theta)

    return step


def adadelta(work: Workspace) -> Step:
    """Zeiler 2012."""
    theta, g, rate = work.theta, work.gradient, work.rate
    square, step_square = work.vectors
    blend, blend_steps = (_Blend(each, work.settings["memory"]) for each in (square, step_square))
    epsilon, root = np.array(work.settings["epsilon"]), np.empty_like(work.theta)

    def step() -> None:
        np.multiply(g, g, root)
        blend.take(root)
        np.add(square, epsilon, root)
        np.sqrt(root, root)
        np.divide(g, root, g)
        np.add(step_square, epsilon, root)
        np.sqrt(root, root)
        np.multiply(g, root, g)
        np.multiply(g, g, root)
        blend_steps.take(root)
        np.multiply(g, rate, g)
        np.subtract(theta, g, theta)

    return step


def adam(work: Workspace) -> Step:
    """Kingma, Ba 2015."""
    return _adam(work, np.sqrt)


def amsgrad(work: Workspace) -> Step:
    """Reddi, Kale, Kumar 2018: the mean of squares never forgets its largest value."""
    largest = work.vectors[2]

    def root_of_largest(square: Array, out: Array) -> None:
        np.maximum(largest, square, out=largest)
        np.sqrt(largest, out)

    return _adam(work, root_of_largest)


def adamw(work: Workspace) -> Step:
    """Loshchilov, Hutter 2019: weights shrink by themselves, apart from the gradient; biases don't."""
    layout = work.network.layout
    decayed = (layout.trainable & ~layout.is_bias) * work.settings["decay"]
    theta, rate, shrunk = work.theta, work.rate, np.empty_like(work.theta)
    adam_step = _adam(work, np.sqrt)

    def step() -> None:
        np.multiply(theta, decayed, shrunk)
        np.multiply(shrunk, rate, shrunk)
        np.subtract(theta, shrunk, theta)
        adam_step()

    return step


def _adam(work: Workspace, write_root: Callable[[Array, Array], object]) -> Step:
    theta, g, rate, counters = work.theta, work.gradient, work.rate, work.counters
    means = _Means(work)
    mean, beta1 = means.mean, work.settings["beta1"]
    step_size = np.array(0.0)

    def step() -> None:
        counters[0] += 1.0
        updates = float(counters[0])
        means.take(g)
        means.write_divisor(updates, write_root, g)
        # The mean starts at 0; dividing by 1 − βᵗ makes up for it.
        step_size[...] = float(rate) / (1.0 - beta1**updates)
        np.divide(mean, g, g)
        np.multiply(g, step_size, g)
        np.subtract(theta, g, theta)

    return step


def nadam(work: Workspace) -> Step:
    """Dozat 2016, with PyTorch's warming of the momentum."""
    theta, g, rate, counters = work.theta, work.gradient, work.rate, work.counters
    means = _Means(work)
    beta1, decay = work.settings["beta1"], work.settings["momentum_decay"]
    divisor, from_mean = np.empty_like(work.theta), np.empty_like(work.theta)

    def momentum_at(update: float) -> float:
        return beta1 * (1.0 - 0.5 * float(0.96 ** (update * decay)))

    def step() -> None:
        counters[0] += 1.0
        updates = float(counters[0])
        now, then = momentum_at(updates), momentum_at(updates + 1.0)
        # The second counter is 1 − the product of all momenta: it starts at 0.
        product = (1.0 - float(counters[1])) * now
        counters[1] = 1.0 - product
        means.take(g)
        means.write_divisor(updates, np.sqrt, divisor)
        np.divide(means.mean, divisor, from_mean)
        np.multiply(from_mean, float(rate) * then / (1.0 - product * then), from_mean)
        np.divide(g, divisor, g)
        np.multiply(g, float(rate) * (1.0 - now) / (1.0 - product), g)
        np.subtract(theta, g, theta)
        np.subtract(theta, from_mean, theta)

    return step


def radam(work: Workspace) -> Step:
    """Liu et al. 2020: as long as the squares' mean is too uncertain, momentum alone."""
    theta, g, rate, counters = work.theta, work.gradient, work.rate, work.counters
    mean, square = work.vectors
    beta1, beta2 = work.settings["beta1"], work.settings["beta2"]
    blend, blend_squares = _Blend(mean, beta1), _Blend(square, beta2)
    epsilon, root = work.settings["epsilon"], np.empty_like(work.theta)
    longest = 2.0 / (1.0 - beta2) - 1.0

    def step() -> None:
        counters[0] += 1.0
        updates = float(counters[0])
        blend.take(g)
        np.multiply(g, g, g)
        blend_squares.take(g)
        unbiased = 1.0 - beta2**updates
        length = longest - 2.0 * updates * beta2**updates / unbiased
        np.multiply(mean, float(rate) / (1.0 - beta1**updates), g)
        if length > 5.0:
            certainty = (
                (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length)
            )
            np.sqrt(square, root)
            np.add(root, epsilon, root)
            np.divide(g, root, g)
            np.multiply(g, (certainty * unbiased) ** 0.5, g)
        np.subtract(theta, g, theta)

    return step


class _Blend:
    """A running mean: target ← memory · target + (1 − memory) · new."""

    def __init__(self, target: Array, memory: float) -> None:
        self._target, self._keep, self._share = target, np.array(memory), np.array(1.0 - memory)
        self._taken = np.empty_like(target)

    def take(self, new: Array) -> None:
        np.multiply(self._target, self._keep, self._target)
        np.multiply(new, self._share, self._taken)
        np.add(self._target, self._taken, self._target)


class _Means:
    """Running means of the gradient and of its squares: the first two vectors of Adam and its kin."""

    def __init__(self, work: Workspace) -> None:
        self.mean, self._square = work.vectors[:2]
        self._beta2 = work.settings["beta2"]
        self._epsilon, self._correction = np.array(work.settings["epsilon"]), np.array(0.0)
        self._blend = _Blend(self.mean, work.settings["beta1"])
        self._blend_squares = _Blend(self._square, self._beta2)
        self._squared = np.empty_like(self.mean)

    def take(self, g: Array) -> None:
        self._blend.take(g)
        np.multiply(g, g, self._squared)
        self._blend_squares.take(self._squared)

    def write_divisor(self, updates: float, write_root: Callable[[Array, Array], object], out: Array) -> None:
        """√ŝ + ε, with the root of s as ``write_root`` says."""
        self._correction[...] = (1.0 - self._beta2**updates) ** 0.5
        write_root(self._square, out)
        np.divide(out, self._correction, out)
        np.add(out, self._epsilon, out)
