"""Project files (`.nnp`): a zip of JSON, NumPy arrays and the CSV's bytes. Nothing in it is ever executed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.engine.trainer import TrainerState


class ProjectFileError(Exception):
    """A project file that can't be read or written; the text is one plain sentence for the user."""


@dataclass(frozen=True)
class LoadedProject:
    """What a project file holds. ``state`` is None if it was saved without what was learned."""

    project: Project
    view: ViewState
    state: TrainerState | None


def save_project(path: Path, project: Project, view: ViewState, state: TrainerState | None) -> None:
    """Write a project file, or leave the one that is there as it is. Raises `ProjectFileError`."""
    raise NotImplementedError


def load_project(path: Path) -> LoadedProject:
    """Read a project file. Raises `ProjectFileError`."""
    raise NotImplementedError
