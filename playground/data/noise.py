"""How much of a number its inputs can tell: an estimate at once, before anything is trained."""

from __future__ import annotations

import numpy as np

from playground.data.columns import Floats

N_NEURONS = 100
MOST_ROWS, MOST_ROWS_OF_WIDE = 1000, 250
"""More rows, evenly spread, hardly make the estimate better; with many inputs they would take too long."""
WIDE = 60
FEWEST_ROWS = 8
PENALTIES = 10.0 ** np.arange(-6.0, 1.5, 0.5)
"""Parts of the largest square, from hardly any penalty to one under which hardly anything is learned."""


def explainable_share(x: Floats, y: Floats) -> float:
    """Share of the variance of ``y`` (n_rows, 1) that the scaled inputs ``x`` (n_rows, n_inputs) explain.

    By ridge regression on the inputs, or on these and hidden neurons with random weights (Rahimi, Recht
    2008), whichever explains more. 0 or a little less where nothing can be told; 1 with too few rows to say.
    """
    step = -(-len(x) // (MOST_ROWS_OF_WIDE if x.shape[1] > WIDE else MOST_ROWS))
    x, y = x[::step], y[::step]
    if len(x) < FEWEST_ROWS or not np.ptp(y):
        return 1.0
    return max(_share(x, y), _share(np.column_stack([x, _random_neurons(x)]), y))


def _share(x: Floats, y: Floats) -> float:
    """With the best of several penalties; each row told by all others (Golub, Heath, Wahba 1979)."""
    x, y, of_mean = x - x.mean(axis=0), y - y.mean(axis=0), 1.0 / len(x)
    left, squares = _principal(x)
    if not len(squares):
        return 0.0
    along = left.T @ y
    never, free = y - left @ along, 1.0 - of_mean - np.square(left).sum(axis=1, keepdims=True)
    least = np.inf
    for penalty in PENALTIES * squares.max():
        lost = (penalty / (squares + penalty))[:, None]
        missed = (never + left @ (lost * along)) / (np.maximum(free, 0.0) + np.square(left) @ lost)
        least = min(least, float((missed**2).sum()))
    return 1.0 - least * (1.0 - of_mean) ** 2 / float((y**2).sum())


def _random_neurons(x: Floats) -> Floats:
    """Outputs (n_rows, `N_NEURONS`) of tanh neurons, from hardly bent to steep."""
    rng, n_inputs = np.random.default_rng(0), x.shape[1]
    weights = rng.normal(size=(n_inputs, N_NEURONS)) * rng.choice([0.5, 1.0, 2.0], N_NEURONS) / n_inputs**0.5
    return np.asarray(np.tanh(x @ weights + rng.uniform(-1.0, 1.0, N_NEURONS)))


def _principal(inputs: Floats) -> tuple[Floats, Floats]:
    """The left singular vectors (n_rows, k) and the squared singular values (k,) that are not 0."""
    are_rows_fewer = len(inputs) <= inputs.shape[1]
    squares, vectors = np.linalg.eigh(inputs @ inputs.T if are_rows_fewer else inputs.T @ inputs)
    real = squares > 1e-10 * squares[-1]
    squares, vectors = squares[real], vectors[:, real]
    return vectors if are_rows_fewer else inputs @ vectors / np.sqrt(squares), squares
