"""The weights and biases of one theta by their names, none of which is listed before somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playground.engine.layout import Array, ParameterLayout
from playground.engine.specs import ParameterKey


class NamedWeights(Mapping[ParameterKey, float]):
    """Those that are not cut; ``theta`` (n_params,) must not change any more."""

    def __init__(self, layout: ParameterLayout, theta: Array) -> None:
        self._layout, self._theta = layout, theta

    def __getitem__(self, key: ParameterKey) -> float:
        place = self._layout.index(key)
        if not self._layout.present[place]:
            raise KeyError(key)
        return float(self._theta[place])

    def __iter__(self) -> Iterator[ParameterKey]:
        named = zip(self._layout.keys, self._layout.present.tolist(), strict=True)
        return (key for key, present in named if present)

    def __len__(self) -> int:
        return int(self._layout.present.sum())
