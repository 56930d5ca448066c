"""Networks and rows the landscape tests share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec, ParameterKey

Array = npt.NDArray[np.float64]


@pytest.fixture
def make_network() -> Callable[..., Network]:
    """``make_network(2, 8, 1, hidden="tanh", output="linear", cut=…)``; neurons are numbered from 1 on."""

    def make(
        *sizes: int, hidden: str = "tanh", output: str = "linear", cut: frozenset[ParameterKey] = frozenset()
    ) -> Network:
        layers, next_id = [], 1
        for i, size in enumerate(sizes):
            name = "linear" if i == 0 else output if i == len(sizes) - 1 else hidden
            neurons = tuple(NeuronSpec(next_id + j, name) for j in range(size))
            layers.append(LayerSpec(1000 + i, neurons))
            next_id += size
        return Network(NetworkSpec(tuple(layers), next_id=2000, cut=cut))

    return make


@pytest.fixture
def rows() -> tuple[Array, Array]:
    """200 noisy rows of two inputs and one output."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(200, 2))
    return x, np.sin(2 * x[:, :1]) * x[:, 1:] + 0.1 * rng.normal(size=(200, 1))
