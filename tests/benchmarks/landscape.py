"""A surface of 41 × 41 cells and its critical points: python tests/benchmarks/landscape.py

2-8-8-1, 500 rows, five slices; the best of a few runs for each.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec

ATTEMPTS = 5
"""The best of a few counts: whatever else runs on the machine makes it slower, never faster."""


def network_2_8_8_1() -> Network:
    layers, next_id = [], 1
    for i, size in enumerate((2, 8, 8, 1)):
        name = "tanh" if i in (1, 2) else "linear"
        layers.append(LayerSpec(100 + i, tuple(NeuronSpec(next_id + j, name) for j in range(size))))
        next_id += size
    return Network(NetworkSpec(tuple(layers), next_id=200))


def main() -> None:
    network, rng = network_2_8_8_1(), np.random.default_rng(0)
    x = rng.normal(size=(500, 2))
    y = np.sin(2 * x[:, :1]) * x[:, 1:] + 0.1 * rng.normal(size=(500, 1))
    window, surface_seconds, search_seconds = Window(-3, 3, -3, 3), [], []
    for axes in ((0, 1), (0, 4), (24, 30), (96, 90), (23, 95)):
        plane = axis_plane(rng.normal(size=network.layout.n_params) * 0.8, *axes)
        surfaces, searches = [], []
        for _ in range(ATTEMPTS):
            start = perf_counter()
            surface = compute_surface(network, "half_squared", plane, window, x, y)
            middle = perf_counter()
            find_landmarks(surface, network, "half_squared", x, y, only_level=True)
            surfaces.append(middle - start)
            searches.append(perf_counter() - middle)
        surface_seconds.append(min(surfaces))
        search_seconds.append(min(searches))
    print(f"surface {1e3 * np.median(surface_seconds):5.1f} ms")
    print(f"search  {1e3 * np.median(search_seconds):5.1f} ms")


if __name__ == "__main__":
    main()
