"""What can go wrong with data, each as one sentence a person can act on."""

from __future__ import annotations

from collections.abc import Sequence


class CsvError(Exception):
    """A file that cannot be read as a table.

    ``message`` is one sentence: what is wrong, where, and what to do. ``line`` (from 1) and ``column``
    (a name or a number as text) say where, if known.
    """

    def __init__(self, message: str, line: int | None = None, column: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[CsvError], tuple[object, ...]]:
        """Keep all parts when the error crosses a process border."""
        return type(self), (self.message, self.line, self.column)


class TooWideError(CsvError):
    """A table with more columns than can be read at once: it is read once some of them are chosen.

    ``names`` of all its columns, what stands in the ``first_row`` below each of them, the ``suggested``
    places, such as ``1-100, 5000``, and the place (from 0) of the likely ``target`` among them.
    """

    def __init__(
        self, message: str, names: Sequence[str], first_row: Sequence[str], suggested: str, target: int
    ) -> None:
        super().__init__(message)
        self.names = tuple(names)
        self.first_row = tuple(first_row)
        self.suggested = suggested
        self.target = target

    def __reduce__(self) -> tuple[type[CsvError], tuple[object, ...]]:
        return type(self), (self.message, self.names, self.first_row, self.suggested, self.target)


class SeveralTablesError(CsvError):
    """The archive ``name`` with several tables in it: one is read once it is chosen. ``sizes`` in bytes,
    unpacked.
    """

    def __init__(self, message: str, name: str, names: Sequence[str], sizes: Sequence[int]) -> None:
        super().__init__(message)
        self.name = name
        self.names = tuple(names)
        self.sizes = tuple(sizes)

    def __reduce__(self) -> tuple[type[CsvError], tuple[object, ...]]:
        return type(self), (self.message, self.name, self.names, self.sizes)


class DataError(Exception):
    """A table and a recipe from which nothing can be learned; the text is one sentence."""
