"""The textbook's training loop: one line per formula, nothing clever.

It is the oracle of the engine's tests and its opponent in the benchmarks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.engine.layout import Array
from playground.engine.network import Network

Function = Callable[[Array], Array]
Slope = Callable[[Array, Array], Array]


def sigmoid(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-z))


# f(z), and f' from (z, f(z)).
FORMULAS: dict[str, tuple[Function, Slope]] = {
    "linear": (lambda z: z, lambda z, _a: np.ones_like(z)),
    "threshold": (lambda z: np.where(z >= 0, 1.0, 0.0), lambda z, _a: np.zeros_like(z)),
    "sigmoid": (sigmoid, lambda _z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda _z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(0, z), lambda z, _a: np.where(z > 0, 1.0, 0.0)),
}


class Textbook:
    """A network in rows × neurons, with lists of weight matrices and bias vectors.

    ``cost`` is one of half_squared, mean_squared and (sigmoid outputs only) binary_cross_entropy.
    """

    def __init__(self, network: Network, theta: Array, cost: str = "half_squared") -> None:
        layers = range(1, network.layout.n_layers + 1)
        self.W = [network.layout.weights(theta, layer).T.copy() for layer in layers]
        self.b = [network.layout.biases(theta, layer).copy() for layer in layers]
        names = [[neuron.activation for neuron in layer.neurons] for layer in network.spec.layers[1:]]
        self.f = [function_of(layer) for layer in names]
        self.slope = [slope_of(layer) for layer in names]
        self.cost = cost

    def theta(self) -> Array:
        """All parameters in the engine's order."""
        return self.flat(self.W, self.b)

    def forward(self, x: Array) -> tuple[list[Array], list[Array]]:
        sums, values = [x], [x]
        for W, b, f in zip(self.W, self.b, self.f, strict=True):
            sums.append(values[-1] @ W + b)
            values.append(f(sums[-1]))
        return sums, values

    def mean_cost(self, x: Array, y: Array) -> float:
        out = self.forward(x)[1][-1]
        if self.cost == "binary_cross_entropy":
            return float(np.mean(np.sum(-y * np.log(out) - (1 - y) * np.log(1 - out), axis=1)))
        half = 0.5 if self.cost == "half_squared" else 1.0
        return float(np.mean(half * np.sum((out - y) ** 2, axis=1)))

    def gradients(self, x: Array, y: Array) -> tuple[list[Array], list[Array]]:
        sums, values = self.forward(x)
        delta = (values[-1] - y) / len(x)
        if self.cost == "mean_squared":
            delta = 2 * delta
        if self.cost != "binary_cross_entropy":
            delta = self.through(len(self.W), delta, sums, values)
        dW: list[Array] = []
        db: list[Array] = []
        for layer in reversed(range(len(self.W))):
            dW.insert(0, values[layer].T @ delta)
            db.insert(0, delta.sum(axis=0))
            if layer > 0:
                delta = self.through(layer, delta @ self.W[layer].T, sums, values)
        return dW, db

    def through(self, layer: int, delta: Array, sums: list[Array], values: list[Array]) -> Array:
        """Slopes by a layer's values, led back to its sums."""
        slope = self.slope[layer - 1]
        return delta if slope is None else delta * slope(sums[layer], values[layer])

    def update(self, x: Array, y: Array, rate: float) -> None:
        dW, db = self.gradients(x, y)
        for layer in range(len(self.W)):
            self.W[layer] -= rate * dW[layer]
            self.b[layer] -= rate * db[layer]

    def implicit_update(self, x: Array, y: Array, rate: float) -> None:
        """θ′ = θ − rate ∇C(θ′) for one row and one output, by undamped Gauss–Newton steps."""
        start = self.theta()
        for _ in range(20):
            here, residual = self.theta(), float((y - self.forward(x)[1][-1])[0, 0])
            J = self.flat(*self.gradients(x, self.forward(x)[1][-1] - 1.0))
            slope = here - start - rate * residual * J
            if np.linalg.norm(slope) <= 1e-11 * (1 + np.linalg.norm(here)):
                return
            self.put(here + rate * (J @ slope) / (1 + rate * (J @ J)) * J - slope)

    def flat(self, W: list[Array], b: list[Array]) -> Array:
        """Weights and biases, or their gradients, in the engine's order."""
        return np.concatenate([np.column_stack([w.T, v]).ravel() for w, v in zip(W, b, strict=True)])

    def put(self, theta: Array) -> None:
        start = 0
        for layer, (W, b) in enumerate(zip(self.W, self.b, strict=True)):
            block = theta[start : start + W.size + b.size].reshape(len(b), -1)
            self.W[layer], self.b[layer] = block[:, :-1].T.copy(), block[:, -1].copy()
            start += block.size

    def epoch(
        self,
        x: Array,
        y: Array,
        rate: float,
        batch_size: int,
        rng: np.random.Generator,
        update: Callable[[Array, Array, float], None] | None = None,
    ) -> int:
        """One pass over the rows in a new order; returns the number of updates."""
        update = update or self.update
        if batch_size >= len(x):
            update(x, y, rate)
            return 1
        order = rng.permutation(len(x))
        x, y = x[order], y[order]
        starts = range(0, len(x), batch_size)
        for start in starts:
            update(x[start : start + batch_size], y[start : start + batch_size], rate)
        return len(starts)


def function_of(names: list[str]) -> Function:
    if len(set(names)) == 1:
        return FORMULAS[names[0]][0]
    return lambda z: np.column_stack([FORMULAS[name][0](z[:, j]) for j, name in enumerate(names)])


def slope_of(names: list[str]) -> Slope | None:
    if len(set(names)) == 1:
        return None if names[0] == "linear" else FORMULAS[names[0]][1]
    return lambda z, a: np.column_stack([FORMULAS[name][1](z[:, j], a[:, j]) for j, name in enumerate(names)])
