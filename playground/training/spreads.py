"""How the weights of each layer are spread, and the slopes that change them: counts in bins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.layout import Array
from playground.engine.network import Network

N_BINS = 31


@dataclass(frozen=True, eq=False)
class Spread:
    """Counts ``(N_BINS,)`` of values between −``largest`` and ``largest``."""

    counts: npt.NDArray[np.int64]
    largest: float


@dataclass(frozen=True, eq=False)
class LayerSpread:
    """``layer``: the index of the layer that the weights lead into."""

    layer: int
    weights: Spread
    gradients: Spread


def layer_spreads(network: Network, theta: Array, gradient: Array) -> tuple[LayerSpread, ...]:
    """Of weights and gradient ``(n_params,)``, layer by layer; cut ones don't count."""
    layout = network.layout
    present = layout.present.astype(np.float64)
    spreads = []
    for layer in range(1, len(network.spec.layers)):
        there = layout.matrix(present, layer) > 0
        weights, slopes = (layout.matrix(each, layer)[there] for each in (theta, gradient))
        spreads.append(LayerSpread(layer, _spread(weights), _spread(slopes)))
    return tuple(spreads)


def _spread(values: Array) -> Spread:
    values = values[np.isfinite(values)]
    largest = float(np.abs(values).max(initial=0.0))
    # Divided first: tiny slopes have no width that bins could be made of.
    counts, _edges = np.histogram(values / (largest or 1.0), N_BINS, (-1.0, 1.0))
    return Spread(counts, largest)
