"""Records whole trainings as PyTorch computes them: python record_trainings.py (torch 2.13, float64, CPU).

Networks of several layers with mixed neurons, cut and locked synapses, every cost that PyTorch has, penalties
and batches of which the last is smaller. Writes ``trainings.json`` beside itself: each case in full and its
weights after 100 updates, so that the test reads from the file what to train.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as functional

from tests.engine.torch_values.record import flat, waves, write

UPDATES, N_ROWS, BATCH = 100, 12, 5

CASES: list[dict[str, Any]] = [
    {
        "sizes": [2, 4, 3, 2],
        "hidden": ["tanh", "gelu"],
        "cost": "half_squared",
        "optimizer": "adam",
        "l1": 0.01,
    },
    {
        "sizes": [3, 5, 1],
        "hidden": ["swish", "elu"],
        "output": "sigmoid",
        "cost": "binary_cross_entropy",
        "optimizer": "momentum",
        "l2": 0.05,
    },
    {
        "sizes": [2, 6, 3],
        "hidden": ["softplus", "tanh"],
        "output": "softmax",
        "cost": "categorical_cross_entropy",
        "optimizer": "plain",
        "l1": 0.01,
        "l2": 0.02,
    },
    {
        "sizes": [4, 3, 3, 3, 1],
        "hidden": ["relu", "leaky_relu", "sigmoid"],
        "cost": "huber",
        "optimizer": "rmsprop",
    },
    {
        "sizes": [2, 1],
        "output": "sigmoid",
        "cost": "binary_cross_entropy",
        "optimizer": "nesterov",
        "l1": 0.02,
    },
    {
        "sizes": [1, 7, 2],
        "hidden": ["gelu"],
        "output": "tanh",
        "cost": "mean_squared",
        "optimizer": "nadam",
        "l2": 0.03,
        "biases": True,
    },
    {
        "sizes": [3, 4, 4, 3],
        "hidden": ["elu", "sigmoid", "tanh"],
        "output": "softmax",
        "cost": "kullback_leibler",
        "optimizer": "adamw",
    },
    {"sizes": [2, 3, 1], "hidden": ["tanh"], "cost": "mean_absolute", "optimizer": "adagrad"},
    {
        "sizes": [3, 4, 3, 2],
        "hidden": ["tanh", "swish"],
        "cost": "half_squared",
        "optimizer": "radam",
        "l2": 0.01,
        "cut": [[1, 0, 2], [1, 3, None], [2, 1, 0], [3, 0, 1]],
        "locked": [[1, 1, 1], [2, 0, None], [3, 1, 2]],
    },
    {
        "sizes": [2, 5, 2],
        "hidden": ["sigmoid"],
        "cost": "half_squared",
        "optimizer": "adadelta",
        "cut": [[1, 2, 0], [1, 2, 1], [1, 2, None]],
    },
]

RATES = {"adadelta": 1.0, "plain": 0.1, "momentum": 0.02, "nesterov": 0.02}

FUNCTIONS = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "softplus": functional.softplus,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "swish": functional.silu,
}


def optimizer_of(name: str, weights: list[torch.Tensor], biases: list[torch.Tensor]) -> torch.optim.Optimizer:
    both, rate = [*weights, *biases], RATES.get(name, 0.01)
    kinds = torch.optim
    if name == "adamw":
        groups = [{"params": weights}, {"params": biases, "weight_decay": 0.0}]
        return kinds.AdamW(groups, lr=rate, weight_decay=0.01)
    if name in ("plain", "momentum", "nesterov"):
        keep = 0.0 if name == "plain" else 0.9
        return kinds.SGD(both, lr=rate, momentum=keep, nesterov=name == "nesterov")
    kind = {
        "adam": kinds.Adam,
        "rmsprop": kinds.RMSprop,
        "nadam": kinds.NAdam,
        "adagrad": kinds.Adagrad,
        "radam": kinds.RAdam,
        "adadelta": kinds.Adadelta,
    }[name]
    return kind(both, lr=rate)


def losses(cost: str, z: torch.Tensor, a: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Of each row and output, from the last sums ``z`` and their values ``a``."""
    if cost == "half_squared":
        return 0.5 * (a - y) ** 2
    if cost == "binary_cross_entropy":
        return functional.binary_cross_entropy_with_logits(z, y, reduction="none")
    if cost == "categorical_cross_entropy":
        return -y * functional.log_softmax(z, dim=1)
    if cost == "kullback_leibler":
        return functional.kl_div(functional.log_softmax(z, dim=1), y, reduction="none")
    named = {
        "mean_squared": functional.mse_loss,
        "mean_absolute": functional.l1_loss,
        "huber": functional.huber_loss,
    }
    return named[cost](a, y, reduction="none")


def rows_of(case: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor]:
    n_in, n_out = case["sizes"][0], case["sizes"][-1]
    x = torch.tensor(waves(N_ROWS * n_in, 2.3, 0.1)).reshape(N_ROWS, n_in)
    y = torch.tensor(waves(N_ROWS * n_out, 0.9, 0.7)).reshape(N_ROWS, n_out)
    if case.get("output") == "softmax":
        return x, y.softmax(dim=1)
    return x, 0.5 + 0.4 * y if case.get("output") == "sigmoid" else y


def masks(case: dict[str, Any], name: str) -> list[torch.Tensor]:
    """1 for the named parameters of each layer's matrix, whose last column is the bias; 0 elsewhere."""
    found = [torch.zeros(n_out, n_in + 1) for n_in, n_out in pairwise(case["sizes"])]
    for layer, target, source in case.get(name, ()):
        found[layer - 1][target, -1 if source is None else source] = 1.0
    return found


def layer_outputs(names: list[str], z: torch.Tensor) -> torch.Tensor:
    """The neurons take the activations in turn."""
    return torch.stack([FUNCTIONS[names[j % len(names)]](z[:, j]) for j in range(z.shape[1])], dim=1)


def train(case: dict[str, Any]) -> list[float]:
    """All parameters after the updates; rows in their given order, again and again."""
    sizes = case["sizes"]
    theta = iter(waves(sum(n_out * (n_in + 1) for n_in, n_out in pairwise(sizes)), 1.7, 0.3))
    start = [
        torch.tensor([next(theta) for _ in range(n_out * (n_in + 1))]) for n_in, n_out in pairwise(sizes)
    ]
    cut, locked = masks(case, "cut"), masks(case, "locked")
    blocks = [block.reshape(c.shape) * (1 - c) for block, c in zip(start, cut, strict=True)]
    W = [block[:, :-1].clone().requires_grad_() for block in blocks]
    b = [block[:, -1].clone().requires_grad_() for block in blocks]
    optimizer = optimizer_of(case["optimizer"], W, b)
    x, y = rows_of(case)

    def loss(rows: slice) -> torch.Tensor:
        a = x[rows]
        for layer in range(len(W)):
            z = a @ W[layer].T + b[layer]
            is_last = layer == len(W) - 1
            names = [case.get("output", "linear")] if is_last else case["hidden"]
            a = z.softmax(dim=1) if names == ["softmax"] else layer_outputs(names, z)
        counted = [*W, *b] if case.get("biases") else W
        penalty = sum(
            case.get("l1", 0.0) * w.abs().sum() + 0.5 * case.get("l2", 0.0) * (w**2).sum() for w in counted
        )
        return losses(case["cost"], z, a, y[rows]).sum(dim=1).mean() + penalty

    first = 0
    for _ in range(UPDATES):
        optimizer.zero_grad()
        loss(slice(first, first + BATCH)).backward()
        first = first + BATCH if first + BATCH < N_ROWS else 0
        for layer in range(len(W)):
            trained = 1 - cut[layer] - locked[layer]
            W[layer].grad *= trained[:, :-1]
            b[layer].grad *= trained[:, -1]
        optimizer.step()
    return flat(list(zip(W, b, strict=True)))


if __name__ == "__main__":
    recorded = [case | {"rate": RATES.get(case["optimizer"], 0.01), "theta": train(case)} for case in CASES]
    content = {"recorded with": f"torch {torch.__version__}", "updates": UPDATES, "batch": BATCH}
    write("trainings.json", content | {"cases": recorded})
