"""From a neuron's answers to the sign map: which values get its full colors. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.engine.activations import ACTIVATIONS

Array = npt.NDArray[np.float64]
Levels = npt.NDArray[np.uint8]


def largest_size(values: Array) -> float:
    """The largest finite |value|; 0 if there is none."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


def value_span(activation: str | None, largest: float) -> tuple[float, float]:
    """The values drawn in full orange and full blue.

    A bounded activation's own range; otherwise the ``largest`` |value| on both sides of 0.
    """
    if activation is not None:
        low, high = ACTIVATIONS[activation].value_range
        if np.isfinite(low) and np.isfinite(high):
            return low, high
    return -(largest or 1.0), largest or 1.0


def normalized(values: Array, low: Array | float, high: Array | float) -> Array:
    """Values as −1 … 1 of their span; what is not finite counts as 0."""
    scaled = (values - low) * (2.0 / (high - low)) - 1.0
    return np.clip(np.where(np.isfinite(scaled), scaled, 0.0), -1.0, 1.0)


def levels(shares: Array) -> Levels:
    """Shares −1 … 1 as rows of the map's look-up table, 0 … 255."""
    return np.rint((shares + 1.0) * 127.5).astype(np.uint8)
