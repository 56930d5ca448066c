"""What every neuron answers over the data: a small picture for each, all from one weight vector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NeuronPictures:
    """The answers (raw outputs) of every neuron, inputs included, by neuron id.

    kind:
        *map* (two inputs): (32, 32), row 0 is the LOWEST second input, column 0 the lowest first input;
        *curve* (one input): (64,) from the lowest input to the highest;
        *strip* (more inputs): (at most 64,) training rows, sorted by the target.
    extent:
        in original units: (x0, x1, y0, y1) of a map, (x0, x1, 0, 0) of a curve; None for a strip.
    rows:
        row numbers of the table, one per value of a strip; empty otherwise.
    """

    kind: Literal["map", "curve", "strip"]
    values: Mapping[int, Array]
    extent: tuple[float, float, float, float] | None
    rows: npt.NDArray[np.int64]
