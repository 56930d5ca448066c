"""What can go wrong with data, each as one sentence a person can act on."""

from __future__ import annotations


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

    def __reduce__(self) -> tuple[type[CsvError], tuple[str, int | None, str | None]]:
        """Keep all three parts when the error crosses a process border."""
        return type(self), (self.message, self.line, self.column)


class DataError(Exception):
    """A table and a recipe from which nothing can be learned; the text is one sentence."""
