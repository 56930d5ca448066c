"""The weights as they are drawn: which of them, how thick, how opaque.

Width follows |w| up to a reference, the 95th percentile of all |w| of the network (biases follow the same
law, but don't set it: one large bias would make all synapses thin). The reference is rounded and changed
only when it is off by a fifth, so that the picture does not breathe while the weights move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from playground.engine.layout import ParameterLayout
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.specs import NetworkSpec

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

THINNEST: Final = 0.75
THICKEST: Final = 6.0
FAINTEST: Final = 0.6
STRONGEST: Final = 0.98
PERCENTILE: Final = 95
HYSTERESIS: Final = 0.2
MOST_DRAWN: Final = 200
"""Synapses drawn between two layers; of more, only the strongest are."""


@dataclass(frozen=True, slots=True)
class WeightScale:
    """``reference`` is the |w| from which on a line is as thick as lines get; ``exceeded``: some are more."""

    reference: float = 1.0
    exceeded: bool = False

    def share(self, weight: float) -> float:
        return min(1.0, abs(weight) / self.reference)

    def shares(self, weights: Array) -> Array:
        return np.asarray(np.minimum(1.0, np.abs(weights) / self.reference))

    def widths(self, weights: Array) -> Array:
        return THINNEST + (THICKEST - THINNEST) * self.shares(weights)

    def following(self, weights: Array, hysteresis: float = HYSTERESIS) -> WeightScale:
        """The scale for new weights: the same reference unless theirs differs by a fifth."""
        sizes = np.abs(weights[np.isfinite(weights)])
        wanted = _rounded(float(np.percentile(sizes, PERCENTILE))) if sizes.size else 0.0
        if wanted <= 0:
            return WeightScale(self.reference, False)
        off = abs(wanted - self.reference) > hysteresis * self.reference
        reference = wanted if off else self.reference
        return WeightScale(reference, bool(sizes.max() > reference * (1 + 1e-9)))


def _rounded(value: float) -> float:
    """To two significant digits: the legend then says exactly what is drawn."""
    return float(f"{value:.1e}")


class WeightMatrices:
    """The shown weights of a network as drawn, or their gradient: one matrix per layer after the inputs.

    Shape (n_out, n_in + 1), the last column the biases; NaN where there is no value: cut, or not known
    because the snapshot is of a network that lacks this parameter.
    """

    def __init__(self, network: NetworkSpec) -> None:
        self.network = network
        self.matrices = tuple(
            np.full((after.size, before.size + 1), np.nan)
            for before, after in zip(network.layers, network.layers[1:], strict=False)
        )
        self._source: Network | None = None
        self._indices: tuple[Ints, ...] = ()

    def show(self, snapshot: Snapshot) -> None:
        """Take the shown runner's weights."""
        self.take(snapshot.network, snapshot.shown_runner.theta)

    def take(self, source: Network, values: Array) -> None:
        """Take ``values`` (n_params,) of a network; of another than this those that exist, by name."""
        if self._source is not source:
            self._source = source
            self._indices = _indices(self.network, source)
        self.matrices = tuple(np.where(index >= 0, values[index], np.nan) for index in self._indices)

    def value(self, layer: int, out: int, into: int) -> float | None:
        """Of the parameter into place ``out`` of a layer, from place ``into`` before it (−1: the bias)."""
        value = float(self.matrices[layer - 1][out, into])
        return value if np.isfinite(value) else None

    def weights(self) -> Array:
        """Every weight, without the biases, in one vector; NaN included."""
        return np.concatenate([matrix[:, :-1].ravel() for matrix in self.matrices])

    def strongest(
        self, gap: int, wanted: Flags | None = None, always: Flags | None = None
    ) -> tuple[Ints, Ints]:
        """(places out, places in) of the synapses drawn in a gap between two layers, weak ones first.

        All of them, or the `MOST_DRAWN` strongest of the ``wanted`` ones and those that are drawn
        ``always``; both of shape (n_out, n_in).
        """
        sizes = np.abs(self.matrices[gap][:, :-1])
        present = np.isfinite(sizes)
        known = np.flatnonzero(present)
        if known.size > MOST_DRAWN:
            known = np.flatnonzero(present if wanted is None else present & wanted)
            if known.size > MOST_DRAWN:
                first = known.size - MOST_DRAWN
                known = known[np.argpartition(sizes.ravel()[known], first)[first:]]
            if always is not None:
                known = np.union1d(known, np.flatnonzero(present & always))
        order = known[np.argsort(sizes.ravel()[known], kind="stable")]
        out, into = np.divmod(order, sizes.shape[1])
        return out, into

    def present(self, gap: int) -> int:
        """How many synapses there are in a gap, drawn or not."""
        return int(np.isfinite(self.matrices[gap][:, :-1]).sum())


def _indices(network: NetworkSpec, source: Network) -> tuple[Ints, ...]:
    """For each drawn parameter its place in the source's theta, −1 where there is none or it is cut."""
    layout = ParameterLayout(network)
    places = np.where(layout.present, layout.places_in(source.layout), -1)
    return tuple(layout.matrix(places, layer) for layer in range(1, layout.n_layers + 1))
