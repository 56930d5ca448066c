"""How much a large surface takes beside its data, as NumPy's own allocations tell."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec

MOST = 128 * 1024**2


def network_of(*sizes: int) -> Network:
    layers, next_id = [], 1
    for i, size in enumerate(sizes):
        name = "tanh" if 0 < i < len(sizes) - 1 else "linear"
        layers.append(LayerSpec(1000 + i, tuple(NeuronSpec(next_id + j, name) for j in range(size))))
        next_id += size
    return Network(NetworkSpec(tuple(layers), next_id=2000))


@pytest.mark.parametrize("axes", [(0, 1), (-3, -2)], ids=["first layer", "last layer"])
@pytest.mark.parametrize("sizes", [(2, 8, 8, 1), (20, 64, 10)])
def test_temporaries_of_201_by_201_points_and_10000_rows(
    sizes: tuple[int, ...], axes: tuple[int, int]
) -> None:
    network, rng = network_of(*sizes), np.random.default_rng(1)
    x = rng.normal(size=(10_000, sizes[0]))
    y = rng.normal(size=(10_000, sizes[-1]))
    n = network.layout.n_params
    plane = axis_plane(network.initial_theta(1), axes[0] % n, axes[1] % n)
    n_points = 201 if sizes[0] == 2 else 81
    tracemalloc.start()
    surface = compute_surface(network, "half_squared", plane, Window(-2, 2, -2, 2), x, y, n=n_points)
    find_landmarks(surface, network, "half_squared", x, y, only_level=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{sizes} {axes}: {peak / 1024**2:.0f} MB")
    assert np.isfinite(surface.costs).all()
    assert peak < MOST
