"""How a table becomes numbers: one frozen value, made by a guess, changed by a person, saved as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from playground.data.derived import Derived

Role = Literal["input", "target", "left_out"]
Scaling = Literal["standardize", "normalize", "symmetric", "none"]
Use = Literal["number", "category"]
Missing = Literal["median", "mean", "most_frequent", "drop_row"]
Split = Literal["stratified", "random", "in_order", "by_column"]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What is done with one column.

    ``use_as`` "category" treats the column as one of several categories (a number column's distinct
    values then are the categories): one input for each; just one, 0 or 1, if there are two and not
    ``one_hot``. ``scaling`` counts for numbers only: to mean 0 and standard deviation 1, to 0 … 1
    ("normalize"), to −1 … 1 ("symmetric"). ``missing`` says how an input's gaps are filled (from the training
    rows; categories always by the most frequent one) or that such rows are dropped; rows without target
    are always dropped. ``indicator`` adds an input that is 1 where the value was missing. ``reason`` says
    why a column is left out or used as it is.
    """

    name: str
    role: Role
    scaling: Scaling = "standardize"
    reason: str = ""
    use_as: Use = "number"
    missing: Missing = "median"
    indicator: bool = False
    one_hot: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done with every column of a table, in its order, and with its rows.

    ``test_share`` of the rows (0 to below 1) is kept for testing: drawn by ``seed``, "stratified" in equal
    shares of each category of the target, or "random"; or the last ones ("in_order"). "by_column": those
    with ``test_value`` in ``split_column``, whatever the share. ``balance``: rows of rarer categories are
    learned several times each (see `prepare`). ``derived`` inputs are computed from the columns they name,
    which need not be inputs themselves.
    """

    columns: tuple[ColumnChoice, ...]
    test_share: float = 0.2
    split: Split = "stratified"
    seed: int = 1
    split_column: str = ""
    test_value: str = ""
    balance: bool = False
    derived: tuple[Derived, ...] = ()

    @property
    def target(self) -> str | None:
        """Name of the target column, None if no column has that role."""
        return next((c.name for c in self.columns if c.role == "target"), None)

    @property
    def inputs(self) -> tuple[ColumnChoice, ...]:
        return tuple(c for c in self.columns if c.role == "input")

    @property
    def computed(self) -> tuple[Derived, ...]:
        """The derived inputs that can be computed: from columns of numbers, be these inputs or left out."""
        numbers = {c.name for c in self.columns if c.use_as == "number" and c.role != "target"}
        return tuple(each for each in self.derived if numbers.issuperset(each.columns))

    @property
    def known(self) -> tuple[ColumnChoice, ...]:
        """What must be known of a row: the inputs, and columns left out from which others are computed."""
        sources = {name for derived in self.computed for name in derived.columns}
        return tuple(c for c in self.columns if c.role == "input" or c.name in sources)

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
        """The recipe that ``to_json`` wrote, now or in an older version (what that did not know yet is as it
        was then). ``ValueError`` with a sentence if it is not one.
        """
        data = _completed(data, _RECIPE, ("columns", "test_share", "seed"), "A recipe")
        if not isinstance(data["columns"], list):
            raise ValueError("A recipe's columns must be a list.")
        share, seed = data["test_share"], data["seed"]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < 1:
            raise ValueError("A recipe's test share must be a number from 0 to below 1.")
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ValueError("A recipe's seed must be a whole number from 0.")
        if data["split"] not in get_args(Split):
            raise ValueError(f"A recipe's split must be one of {', '.join(get_args(Split))}.")
        if not isinstance(data["split_column"], str) or not isinstance(data["test_value"], str):
            raise ValueError("A recipe's split column and test value must be text.")
        if not isinstance(data["balance"], bool):
            raise ValueError("A recipe's balance must be true or false.")
        columns = tuple(_choice_from_json(c) for c in data["columns"])
        if len({c.name for c in columns}) < len(columns):
            raise ValueError("A recipe names the same column twice.")
        if sum(c.role == "target" for c in columns) > 1:
            raise ValueError("A recipe has more than one target.")
        if not isinstance(data["derived"], list | tuple):
            raise ValueError("A recipe's computed inputs must be a list.")
        derived = tuple(Derived.from_json(each) for each in data["derived"])
        if len(set(derived)) < len(derived):
            raise ValueError("A recipe computes the same input twice.")
        return cls(**data | {"columns": columns, "test_share": float(share), "derived": derived})


_RECIPE: Mapping[str, Any] = {
    "split": "stratified",
    "split_column": "",
    "test_value": "",
    "balance": False,
    "derived": (),
}
_CHOICE: Mapping[str, Any] = {"indicator": False, "one_hot": False}
"""What older files do not say, and what they meant."""

_ALLOWED: dict[str, tuple[str, ...]] = {
    "role": get_args(Role),
    "scaling": get_args(Scaling),
    "use_as": get_args(Use),
    "missing": get_args(Missing),
}


def _completed(data: Any, later: Mapping[str, Any], first: tuple[str, ...], what: str) -> dict[str, Any]:
    """A JSON object with every member, those that came ``later`` added. ``ValueError`` for others."""
    if not isinstance(data, Mapping) or not set(first) <= set(data):
        raise ValueError(f"{what} needs {', '.join(first)}.")
    found = dict(data)
    if "shuffle" in found and "split" not in found:  # what the split was called at first
        shuffle = found.pop("shuffle")
        if not isinstance(shuffle, bool):
            raise ValueError("A recipe's shuffle must be true or false.")
        found["split"] = "stratified" if shuffle else "in_order"
    unknown = sorted(set(found) - set(first) - set(later))
    if unknown:
        raise ValueError(f"{what} has no “{unknown[0]}”.")
    return {**later, **found}


def _choice_from_json(data: Any) -> ColumnChoice:
    data = _completed(data, _CHOICE, ("name", "reason", *_ALLOWED), "A column of a recipe")
    if not isinstance(data["name"], str) or not isinstance(data["reason"], str):
        raise ValueError("A column's name and reason in a recipe must be text.")
    for key, allowed in _ALLOWED.items():
        if data[key] not in allowed:
            raise ValueError(f"A column's {key} in a recipe must be one of {', '.join(allowed)}.")
    for key in _CHOICE:
        if not isinstance(data[key], bool):
            raise ValueError(f"A column's {key} in a recipe must be true or false.")
    return ColumnChoice(**data)
