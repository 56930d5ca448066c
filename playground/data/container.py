"""A file with several tables in it, of which one is read: a workbook's sheets, an archive's files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from playground.data.errors import CsvError

MemberKind = Literal["sheet", "file"]
MAX_KEPT = 128 * 1024 * 1024
"""Bytes. Of a larger file only the table that was read is kept, and another one means opening it again."""
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Container:
    """The file's ``raw`` bytes, the ``members`` that can be read, and which of them was ``chosen``."""

    kind: MemberKind
    raw: bytes = field(repr=False)
    members: tuple[str, ...]
    chosen: str

    def told(self, name: str) -> str:
        """A sentence for a file in which nobody has chosen yet."""
        others = listed(each for each in self.members if each != self.chosen)
        what = f"{name} has {len(self.members):,} {self.kind}s"
        return f"{what}: “{self.chosen}” is read, not {others}."


def member_named(wanted: str, members: Iterable[str], name: str, kind: MemberKind) -> str:
    """The member of that name, or, in an archive, of that name in whatever folder if there is just one.

    ``CsvError`` names what there is.
    """
    members = list(members)
    if wanted in members:
        return wanted
    alike = [each for each in members if kind == "file" and PurePosixPath(each).name == wanted]
    if len(alike) == 1:
        return alike[0]
    raise CsvError(f"{name} has no {kind} called “{wanted}”: it has {listed(members)}.")


def listed(members: Iterable[str]) -> str:
    """``“a”, “b”, “c”, “d” and 3 more``."""
    names = [f"“{each}”" for each in members]
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
