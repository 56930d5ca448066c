"""Networks and rows for the engine's tests and benchmarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from playground.engine.network import Network
from playground.engine.specs import (
    BIAS,
    LayerSpec,
    NetworkSpec,
    NeuronSpec,
    ParameterKey,
    RunnerSpec,
    TrainingSpec,
)
from playground.engine.trainer import Rows


def chain(
    sizes: Sequence[int],
    hidden: Sequence[str] = ("tanh",),
    output: Sequence[str] = ("linear",),
    initializer: str = "glorot",
) -> NetworkSpec:
    """A network of those sizes; the neurons of a layer take the activations in turn."""
    ids = iter(range(1, 1_000_000))
    layers = []
    for i, size in enumerate(sizes):
        names: Sequence[str] = hidden
        if i == 0:
            names = ("linear",)
        elif i == len(sizes) - 1:
            names = output
        layer_id = next(ids)
        neurons = tuple(NeuronSpec(next(ids), names[j % len(names)]) for j in range(size))
        layers.append(LayerSpec(layer_id, neurons, initializer))
    return NetworkSpec(tuple(layers), next(ids))


def key(spec: NetworkSpec, layer: int, target: int, source: int | None) -> ParameterKey:
    """The weight from neuron ``source`` of the layer before to neuron ``target``; None: its bias."""
    first = BIAS if source is None else spec.layers[layer - 1].neurons[source].id
    return ParameterKey(first, spec.layers[layer].neurons[target].id)


def with_cuts_and_locks(
    spec: NetworkSpec, cut: Iterable[ParameterKey], locked: Iterable[ParameterKey]
) -> NetworkSpec:
    return replace(spec, cut=frozenset(cut), locked=frozenset(locked))


def away_from_kinks(network: Network, seed: int) -> np.ndarray:
    """Weights with every cut one at 0, spread so that no sum is tiny by accident."""
    theta = np.random.default_rng(seed).normal(0.0, 0.8, network.layout.n_params)
    theta[~network.layout.present] = 0.0
    return theta


def made_up_rows(n_rows: int, n_in: int, n_out: int, seed: int = 0) -> Rows:
    """Targets between 0 and 1, so that every cost allows them."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n_rows, n_in))
    noise = 0.1 * rng.normal(size=(n_rows, n_out))
    return Rows(x, 0.5 + 0.4 * np.tanh(x @ rng.normal(size=(n_in, n_out)) + noise))


def training(
    *runners: RunnerSpec, cost: str = "half_squared", seed: int = 1, **settings: Any
) -> TrainingSpec:
    return TrainingSpec(cost=cost, runners=runners, seed=seed, **settings)


def runner(
    optimizer: str = "plain",
    batch_size: int | None = None,
    learning_rate: float = 0.1,
    runner_id: int = 1,
    **settings: float,
) -> RunnerSpec:
    return RunnerSpec(
        runner_id,
        f"Runner {runner_id}",
        optimizer,
        learning_rate,
        batch_size,
        settings=tuple(settings.items()),
    )


NO_TEST = Rows(np.empty((0, 2)), np.empty((0, 1)))
