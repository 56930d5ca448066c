"""Records what PyTorch computes, for tests that don't need it: python record.py (torch 2.13, float64, CPU).

Writes ``paths.json`` (100 updates of every optimizer) and ``functions.json`` (activations and costs, with
their gradients) beside itself. Everything is made from formulas of small whole numbers, so that the
tests can make the same rows and weights without a random generator in common.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import torch
import torch.nn.functional as functional

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

SIZES = (2, 5, 1)
N_ROWS, BATCH, UPDATES, KEPT = 12, 4, 100, (1, 2, 10, 100)


def waves(count: int, step: float, shift: float) -> list[float]:
    """Numbers between −1 and 1 that look like noise."""
    return [math.sin(step * (i + 1) + shift) for i in range(count)]


def network_parameters() -> list[tuple[torch.Tensor, torch.Tensor]]:
    """(weights, biases) of each layer; row by row in the engine's order, the bias last."""
    n_params = sum(n_out * (n_in + 1) for n_in, n_out in pairwise(SIZES))
    theta, start, layers = waves(n_params, 1.7, 0.3), 0, []
    for n_in, n_out in pairwise(SIZES):
        block = torch.tensor(theta[start : start + n_out * (n_in + 1)]).reshape(n_out, n_in + 1)
        start += n_out * (n_in + 1)
        layers.append((block[:, :-1].clone().requires_grad_(), block[:, -1].clone().requires_grad_()))
    return layers


def flat(layers: list[tuple[torch.Tensor, torch.Tensor]]) -> list[float]:
    blocks = [torch.cat([W, b[:, None]], dim=1).flatten() for W, b in layers]
    values: list[float] = torch.cat(blocks).detach().tolist()
    return values


Make = Callable[[Iterable[torch.Tensor], Iterable[torch.Tensor]], torch.optim.Optimizer]


def path(make: Make, averaged: bool = False) -> dict[str, list[float]]:
    """Theta after some of the updates: batches of four rows in their given order, half squared error."""
    x = torch.tensor(waves(2 * N_ROWS, 2.3, 0.1)).reshape(N_ROWS, 2)
    y = torch.tensor(waves(N_ROWS, 0.9, 0.7)).reshape(N_ROWS, 1)
    layers = network_parameters()
    optimizer = make([W for W, _ in layers], [b for _, b in layers])
    kept = {}
    for update in range(1, UPDATES + 1):
        start = BATCH * ((update - 1) % (N_ROWS // BATCH))
        rows, targets = x[start : start + BATCH], y[start : start + BATCH]
        (W1, b1), (W2, b2) = layers
        outputs = torch.tanh(rows @ W1.T + b1) @ W2.T + b2
        loss = 0.5 * ((outputs - targets) ** 2).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if update in KEPT:
            kept[str(update)] = flat(averages(optimizer, layers) if averaged else layers)
    return kept


def averages(
    optimizer: torch.optim.Optimizer, layers: list[tuple[torch.Tensor, torch.Tensor]]
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    return [(optimizer.state[W]["ax"], optimizer.state[b]["ax"]) for W, b in layers]


def record_paths() -> dict[str, object]:
    def both(kind: type[torch.optim.Optimizer], **options: object) -> dict[str, list[float]]:
        return path(lambda weights, biases: kind([*weights, *biases], **options))

    def adamw(weights: Iterable[torch.Tensor], biases: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        # PyTorch would decay the biases, too.
        groups = [{"params": list(weights)}, {"params": list(biases), "weight_decay": 0.0}]
        return torch.optim.AdamW(groups, lr=0.02, weight_decay=0.1)

    def asgd(weights: Iterable[torch.Tensor], biases: Iterable[torch.Tensor]) -> torch.optim.Optimizer:
        return torch.optim.ASGD([*weights, *biases], lr=0.1, lambd=0.0, alpha=0.0, t0=0.0)

    sgd = torch.optim.SGD
    return {
        "plain": both(sgd, lr=0.1),
        "momentum": both(sgd, lr=0.05, momentum=0.9),
        "nesterov": both(sgd, lr=0.05, momentum=0.9, nesterov=True),
        "adagrad": both(torch.optim.Adagrad, lr=0.05, lr_decay=0.01),
        "adadelta": both(torch.optim.Adadelta, lr=1.0),
        "rmsprop": both(torch.optim.RMSprop, lr=0.01),
        "rmsprop with momentum": both(torch.optim.RMSprop, lr=0.005, momentum=0.8, alpha=0.95),
        "adam": both(torch.optim.Adam, lr=0.02),
        "amsgrad": both(torch.optim.Adam, lr=0.02, amsgrad=True, betas=(0.8, 0.9)),
        "adamw": path(adamw),
        "nadam": both(torch.optim.NAdam, lr=0.02),
        "radam": both(torch.optim.RAdam, lr=0.02),
        # L2 as a penalty is PyTorch's weight_decay; here over the biases, too.
        "plain with l2": both(sgd, lr=0.1, weight_decay=0.05),
        # With these arguments the iterates are plain, and the average begins at the second of them (mu is 1
        # twice). With PyTorch's defaults, t0 = 1e6 and lambd = 1e-4, it would be the iterate itself.
        "averages from the second on": path(asgd, averaged=True),
    }


def record_activations() -> dict[str, object]:
    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": functional.leaky_relu,
        "elu": functional.elu,
        "softplus": functional.softplus,
        "gelu": lambda z: functional.gelu(z, approximate="tanh"),
        "swish": functional.silu,
    }
    sums = [-18.0, -5.5, -2.0, -0.7, -0.01, 0.01, 0.4, 1.0, 3.3, 7.0, 18.0]
    recorded: dict[str, object] = {}
    for name, function in functions.items():
        z = torch.tensor(sums, requires_grad=True)
        values = function(z)
        values.sum().backward()
        recorded[name] = {"sums": sums, "values": values.tolist(), "slopes": z.grad.tolist()}
    return recorded


def record_costs() -> dict[str, object]:
    """Cost of three rows of three outputs, and its gradient by the sums in front of the outputs."""
    probabilities = torch.tensor(waves(9, 1.1, 0.2)).reshape(3, 3).softmax(dim=1)
    one_hot = torch.eye(3)

    def per_row(loss: torch.Tensor) -> torch.Tensor:
        return loss.sum(dim=1).mean()

    cases: dict[str, tuple[str, torch.Tensor, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]]] = {
        "half_squared": ("linear", probabilities, lambda z, y: 0.5 * per_row((z - y) ** 2)),
        "mean_squared": (
            "tanh",
            probabilities,
            lambda z, y: per_row(functional.mse_loss(torch.tanh(z), y, reduction="none")),
        ),
        "mean_absolute": (
            "linear",
            probabilities,
            lambda z, y: per_row(functional.l1_loss(z, y, reduction="none")),
        ),
        "huber": (
            "linear",
            probabilities,
            lambda z, y: per_row(functional.huber_loss(z, y, reduction="none")),
        ),
        "binary_cross_entropy": (
            "sigmoid",
            probabilities,
            lambda z, y: per_row(functional.binary_cross_entropy_with_logits(z, y, reduction="none")),
        ),
        "categorical_cross_entropy": ("softmax", one_hot, lambda z, y: functional.cross_entropy(z, y)),
        "kullback_leibler": (
            "softmax",
            probabilities,
            lambda z, y: functional.kl_div(functional.log_softmax(z, dim=1), y, reduction="batchmean"),
        ),
    }
    recorded: dict[str, object] = {}
    for name, (output, y, loss) in cases.items():
        z = (3.0 * torch.tensor(waves(9, 2.9, 0.5)).reshape(3, 3)).requires_grad_()
        cost = loss(z, y)
        cost.backward()
        recorded[name] = {
            "output": output,
            "sums": z.tolist(),
            "targets": y.tolist(),
            "cost": cost.item(),
            "gradient": z.grad.tolist(),
        }
    return recorded


def write(name: str, content: object) -> None:
    text = json.dumps(content, indent=1)
    (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    about = f"torch {torch.__version__}"
    write("paths.json", {"recorded with": about, "paths": record_paths()})
    write(
        "functions.json",
        {"recorded with": about, "activations": record_activations(), "costs": record_costs()},
    )
