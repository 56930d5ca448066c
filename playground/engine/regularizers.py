"""Penalties on large weights: l1 Σ |w| + ½ l2 Σ w². Biases are left alone unless asked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.engine.layout import Array, ParameterLayout
from playground.engine.specs import PenaltySpec


class Penalty:
    """A penalty on the parameters of one network. Cut parameters don't count; locked ones do."""

    def __init__(self, spec: PenaltySpec, layout: ParameterLayout) -> None:
        counted = layout.present if spec.biases else layout.present & ~layout.is_bias
        self._l1: Array = np.where(counted, spec.l1, 0.0)
        self._l2: Array = np.where(counted, spec.l2, 0.0)

    @property
    def kinked(self) -> bool:
        """Whether its slope jumps, where a weight is 0."""
        return bool(self._l1.any())

    def of(self, thetas: Array) -> Array:
        """The penalty of ``thetas`` ``(..., n_params)``."""
        penalty: Array = np.abs(thetas) @ self._l1 + 0.5 * (np.square(thetas) @ self._l2)
        return penalty

    def slope_adder(self, theta: Array, gradient: Array, factor: Array) -> Callable[[], None]:
        """A call that adds ``factor`` (0-d) times the penalty's derivative at theta to the gradient."""
        slope, signs = np.empty_like(theta), np.empty_like(theta)
        l1, l2 = self._l1, self._l2
        has_l1 = bool(l1.any())

        def add() -> None:
            np.multiply(theta, l2, slope)
            if has_l1:
                np.sign(theta, signs)
                np.multiply(signs, l1, signs)
                np.add(slope, signs, slope)
            np.multiply(slope, factor, slope)
            np.add(gradient, slope, gradient)

        return add
