"""How a table becomes numbers: one frozen value, made by a guess, changed by a person, saved as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

Role = Literal["input", "target", "left_out"]
Scaling = Literal["standardize", "normalize", "none"]
Use = Literal["number", "category"]
Missing = Literal["median", "mean", "most_frequent", "drop_row"]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What is done with one column.

    ``use_as`` "category" treats the column as one of several categories (a number column's distinct
    values then are the categories). ``scaling`` counts for numbers only. ``missing`` says how an input's
    gaps are filled (from the training rows; categories always by the most frequent one) or that such
    rows are dropped; rows without target are always dropped. ``reason`` says why a column is left out
    or used as it is.
    """

    name: str
    role: Role
    scaling: Scaling = "standardize"
    reason: str = ""
    use_as: Use = "number"
    missing: Missing = "median"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done with every column of a table, in its order, and with its rows.

    ``test_share`` of the rows (0 to below 1) is kept for testing: drawn by ``seed``, in equal shares of
    each category, or the last ones if not ``shuffle``.
    """

    columns: tuple[ColumnChoice, ...]
    test_share: float = 0.2
    shuffle: bool = True
    seed: int = 1

    @property
    def target(self) -> str | None:
        """Name of the target column, None if no column has that role."""
        return next((c.name for c in self.columns if c.role == "target"), None)

    @property
    def inputs(self) -> tuple[ColumnChoice, ...]:
        return tuple(c for c in self.columns if c.role == "input")

    def choice(self, name: str) -> ColumnChoice:
        """The choice for that column; ``KeyError`` if there is none."""
        for choice in self.columns:
            if choice.name == name:
                return choice
        raise KeyError(name)

    def with_choice(self, choice: ColumnChoice) -> Recipe:
        """This recipe with the choice for the column of that name replaced; ``KeyError`` if there is none."""
        self.choice(choice.name)
        return replace(self, columns=tuple(choice if c.name == choice.name else c for c in self.columns))

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"columns": [asdict(c) for c in self.columns]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Recipe:
        """The recipe that ``to_json`` wrote. ``ValueError`` with a sentence if it is not one."""
        if not isinstance(data, Mapping) or set(data) != {"columns", "test_share", "shuffle", "seed"}:
            raise ValueError("A recipe needs exactly columns, test_share, shuffle and seed.")
        if not isinstance(data["columns"], list):
            raise ValueError("A recipe's columns must be a list.")
        share, shuffle, seed = data["test_share"], data["shuffle"], data["seed"]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < 1:
            raise ValueError("A recipe's test share must be a number from 0 to below 1.")
        if not isinstance(shuffle, bool):
            raise ValueError("A recipe's shuffle must be true or false.")
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ValueError("A recipe's seed must be a whole number from 0.")
        columns = tuple(_choice_from_json(c) for c in data["columns"])
        if len({c.name for c in columns}) < len(columns):
            raise ValueError("A recipe names the same column twice.")
        if sum(c.role == "target" for c in columns) > 1:
            raise ValueError("A recipe has more than one target.")
        return cls(columns, float(share), shuffle, seed)


_ALLOWED: dict[str, tuple[str, ...]] = {
    "role": get_args(Role),
    "scaling": get_args(Scaling),
    "use_as": get_args(Use),
    "missing": get_args(Missing),
}


def _choice_from_json(data: Any) -> ColumnChoice:
    if not isinstance(data, Mapping) or set(data) != {"name", "reason", *_ALLOWED}:
        raise ValueError(
            "A column of a recipe needs exactly name, reason, role, scaling, use_as and missing."
        )
    if not isinstance(data["name"], str) or not isinstance(data["reason"], str):
        raise ValueError("A column's name and reason in a recipe must be text.")
    for key, allowed in _ALLOWED.items():
        if data[key] not in allowed:
            raise ValueError(f"A column's {key} in a recipe must be one of {', '.join(allowed)}.")
    return ColumnChoice(**data)
