"""From cost to color: one scale for the surface, its color bar and its contour lines. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.plots.ticks import spread_labels

Array = npt.NDArray[np.float64]

CLIP_PERCENTILE = 99.5
CLIP_SEEN = 0.02
"""Costs beyond the top are worth a "≥" if they are this share of the scale higher."""
LOGARITHMIC_FROM = 20.0
"""Highest cost over lowest from which colors follow the logarithm …"""
LINEAR_BELOW = 15.0
"""… and below which a logarithmic scale turns linear again: it must not flicker while training."""
DEEPEST = 1e-6
"""A logarithmic scale ends here, in parts of its top: a cost of 0 has no logarithm."""
N_CONTOURS = 10


@dataclass(frozen=True, slots=True)
class CostScale:
    """Costs ``low`` … ``high`` run from the dark to the bright end; ``*_clipped`` says that there are
    costs beyond, which have the end's color."""

    low: float
    high: float
    logarithmic: bool = False
    low_clipped: bool = False
    high_clipped: bool = False

    def plotted(self, costs: Array) -> Array:
        """Costs → the numbers that are colored and contoured (their base-10 logarithm, or themselves).

        Costs of 0 and less on a logarithmic scale lie at its dark end.
        """
        if not self.logarithmic:
            return costs
        return np.asarray(np.log10(np.maximum(costs, self.low * 1e-3)))

    def cost(self, plotted: Array) -> Array:
        """What `plotted` came from."""
        return np.asarray(10.0**plotted) if self.logarithmic else plotted

    @property
    def levels(self) -> tuple[float, float]:
        """The plotted numbers at both ends; never equal."""
        low, high = self.plotted(np.array([self.low, self.high])).tolist()
        return low, high if high > low else low + max(1e-12, abs(low) * 1e-9)

    @property
    def contour_levels(self) -> Array:
        """Ten plotted numbers, evenly between the ends."""
        return np.linspace(*self.levels, N_CONTOURS + 2)[1:-1]

    @property
    def title(self) -> str:
        return "cost (log)" if self.logarithmic else "cost"

    def labels(self) -> list[tuple[float, str]]:
        """Five (share of the bar, text) from the dark end to the bright one."""
        if not self.high > self.low:
            return [(0.0, spread_labels([self.low])[0])]
        shares = np.linspace(0.0, 1.0, 5)
        low, high = self.levels
        texts = spread_labels(self.cost(low + shares * (high - low)).tolist())
        if self.low_clipped:
            texts[0] = "≤ " + texts[0]
        if self.high_clipped:
            texts[-1] = "≥ " + texts[-1]
        return list(zip(shares.tolist(), texts, strict=True))


def cost_scale(
    costs: Array, previous: CostScale | None = None, log_cost: bool | None = None
) -> CostScale | None:
    """The scale for a surface's costs, or None if there is no finite one among them.

    ``log_cost``: logarithmic or not (it is never where no cost is positive); None: as costs differ.
    """
    finite = costs[np.isfinite(costs)]
    if finite.size == 0:
        return None
    low, top = float(finite.min()), float(finite.max())
    high = float(np.percentile(finite, CLIP_PERCENTILE))
    threshold = LINEAR_BELOW if previous is not None and previous.logarithmic else LOGARITHMIC_FROM
    # The bottom of the scale: of costs down to 0 the last six decades.
    floor = max(low, high * DEEPEST)
    differ = low >= 0 and floor > 0 and high / floor > threshold
    logarithmic = differ if log_cost is None else floor > 0 and log_cost
    return CostScale(
        low=floor if logarithmic else low,
        high=high,
        logarithmic=logarithmic,
        low_clipped=logarithmic and floor > low,
        high_clipped=top > high + CLIP_SEEN * (high - low),
    )
