"""What a column of a painted table holds, said beforehand: it stays so, whatever rows come and go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

DeclaredKind = Literal["number", "yes_no", "category", "text", "empty"]


@dataclass(frozen=True, slots=True)
class DeclaredColumn:
    """One column: what `Column` says of it, its values apart.

    ``categories`` are all words that may stand in it, in their order, whether or not a row has them. ``span``
    is the range of a number that is drawn in any case.
    """

    name: str
    kind: DeclaredKind
    label: str
    unit: str = ""
    categories: tuple[str, ...] = ()
    span: tuple[float, float] | None = None

    @classmethod
    def from_json(cls, data: Any) -> DeclaredColumn:
        """What `columns_to_json` wrote of one column. ``ValueError`` with a sentence if it is not that."""
        if not isinstance(data, Mapping) or set(data) != set(_FIELDS):
            raise ValueError(f"A painted table's column names {', '.join(_FIELDS)}.")
        if data["kind"] not in get_args(DeclaredKind):
            raise ValueError("A painted table's column is of no kind that this program knows.")
        words, span = data["categories"], data["span"]
        if not all(isinstance(each, str) for each in (data["name"], data["label"], data["unit"])):
            raise ValueError("A painted table's column has a name, a label and a unit that are text.")
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ValueError("A painted table's categories must be a list of words.")
        if len(set(words)) < len(words) or "" in words:
            raise ValueError("A painted table's categories must differ from one another, and not be empty.")
        if span is not None and not _is_span(span):
            raise ValueError("A painted table's column reaches from one number to a larger one.")
        return cls(**{**data, "categories": tuple(words), "span": None if span is None else tuple(span)})


_FIELDS = tuple(DeclaredColumn.__dataclass_fields__)


def columns_to_json(columns: tuple[DeclaredColumn, ...]) -> list[dict[str, Any]]:
    return [asdict(column) for column in columns]


def columns_from_json(data: Any) -> tuple[DeclaredColumn, ...]:
    """What `columns_to_json` wrote. ``ValueError`` with a sentence if it is not that."""
    if not isinstance(data, list):
        raise ValueError("A painted table's columns must be a list.")
    columns = tuple(DeclaredColumn.from_json(each) for each in data)
    if len({column.name for column in columns}) < len(columns):
        raise ValueError("A painted table names the same column twice.")
    return columns


def _is_span(data: Any) -> bool:
    if not isinstance(data, list | tuple) or len(data) != 2:
        return False
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in data):
        return False
    return bool(float("-inf") < data[0] <= data[1] < float("inf"))
