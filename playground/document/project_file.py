"""Project files (`.nnp`): a zip of JSON, NumPy arrays and the CSV's bytes. Nothing in it is ever executed.

project.json    format and version, name, recipe, network, training, view
data.csv        the bytes of the table as they were read
lines.npy       of a part of a larger file: from each line's number in it to the next one's
container       those of the file with several tables in it (absent if there are no others)
state.json      what was learned: the plain values …
state/*.npy     … and the arrays (absent if there is no state)
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

from playground.data.columns import Part, Table
from playground.data.container import Container, MemberKind
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, DataError
from playground.data.reader import read_table
from playground.data.recipe import Recipe
from playground.data.source import Source
from playground.document.project import Project
from playground.document.spec_json import (
    Fields,
    network_from_json,
    network_to_json,
    training_from_json,
    training_to_json,
    view_from_json,
    view_to_json,
)
from playground.document.state_check import check_state
from playground.document.view_state import ViewState, fitted
from playground.document.whole_file import NotSavedError, write_whole
from playground.engine.costs import COSTS
from playground.engine.layout import parameter_names
from playground.engine.network import misplaced_activation
from playground.engine.trainer import TrainerState

SUFFIX = ".nnp"
FORMAT = "neural-playground"
VERSION = 1
LARGE = 1_000_000
"""Bytes"""
LARGEST = 4 * 2**30
"""Bytes that a file may unpack to: more is not a project but an accident or an attack."""


Reader = Callable[[Source, str, ReadingChoice], Table]
"""What is to be read, its name, and what was chosen about the reading → the table; or `CsvError`."""


class ProjectFileError(Exception):
    """A project file that can't be read or written; the text is one plain sentence for the user."""


@dataclass(frozen=True)
class LoadedProject:
    """What a project file holds. ``state`` is None if it was saved without what was learned."""

    project: Project
    view: ViewState
    state: TrainerState | None


def save_project(path: Path, project: Project, view: ViewState, state: TrainerState | None) -> None:
    """Write a project file whole, or leave the one that is there as it is. Raises `ProjectFileError`."""
    try:
        write_whole(path, _packed(project, view, state))
    except NotSavedError as error:
        raise ProjectFileError(str(error)) from None


def load_project(path: Path, read: Reader = read_table) -> LoadedProject:
    """Read a project file; ``read`` makes its table. Raises `ProjectFileError`."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            what = "a folder" if path.is_dir() else "not a regular file"
            raise ProjectFileError(f"{path} is {what}: choose a project file.")
        with zipfile.ZipFile(path) as archive:
            return _loaded(path, archive, read)
    except FileNotFoundError:
        raise ProjectFileError(f"There is no file {path}.") from None
    except zipfile.BadZipFile:
        raise ProjectFileError(f"“{path.name}” is not a project file, or only a part of one.") from None
    except OSError as error:
        reason = error.strerror or "it can't be opened"
        raise ProjectFileError(f"“{path.name}” could not be read: {reason}.") from error


def _packed(project: Project, view: ViewState, state: TrainerState | None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "project.json", _json_bytes(_project_to_json(project, view)))
        _put(archive, "data.csv", project.table.raw)
        if project.table.part is not None:
            _put(archive, "lines.npy", _array_bytes(np.diff(project.table.part.lines, prepend=0)))
        if project.table.container is not None:
            _put(archive, "container", project.table.container.raw)
        if state is not None:
            _put(archive, "state.json", _json_bytes(state.to_json()))
            for name, array in state.to_arrays().items():
                _put(archive, f"state/{name}.npy", _array_bytes(array))
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # A fixed date: the same project is the same file, byte for byte. What is large is packed quickly: numbers
    # as text then take a seventh of the time and an eighth more room.
    level = 1 if len(content) >= LARGE else 6
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, level)


def _json_bytes(data: Any) -> bytes:
    return json.dumps(data, allow_nan=False, ensure_ascii=False, indent=1).encode()


def _array_bytes(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _project_to_json(project: Project, view: ViewState) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": project.name,
        "table": _table_to_json(project.table),
        "recipe": project.recipe.to_json(),
        "network": network_to_json(project.network),
        "training": training_to_json(project.training),
        "view": view_to_json(view),
    }


def _table_to_json(table: Table) -> dict[str, Any]:
    part = {} if table.part is None else {"part": table.part.sentence}
    return {
        "name": table.name,
        "digest": table.digest,
        "reading": table.reading.to_json(),
        **part,
        **_container_to_json(table.container),
    }


def _loaded(path: Path, archive: zipfile.ZipFile, read: Reader) -> LoadedProject:
    """All parts of an opened file, checked. What is wrong in it is put into one sentence here."""
    name = path.name
    try:
        if sum(info.file_size for info in archive.infolist()) > LARGEST:
            raise ProjectFileError(f"“{name}” unpacks to more than 4 GB: that is no project.")
        header = _header(name, archive)
        if "data.csv" not in archive.namelist():
            raise ValueError("its data is missing")
        project, view = _project(header, _table(header, archive, read))
        return LoadedProject(project, view, _state(archive, project))
    except KeyError as error:
        raise ProjectFileError(f"“{name}” is damaged: a part of it is missing ({error.args[0]}).") from error
    except MemoryError as error:
        raise ProjectFileError(f"“{name}” is too large for this computer’s memory.") from error
    # zipfile raises RuntimeError for a locked file and NotImplementedError for an unknown kind of packing.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise ProjectFileError(f"“{name}” is damaged: a part of it can't be unpacked.") from error
    except (CsvError, DataError) as error:
        raise ProjectFileError(f"“{name}” is damaged: its data can't be read. {error}") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ProjectFileError(f"“{name}” is damaged: {_clause(error)}.") from error


def _clause(error: Exception) -> str:
    """An error's text as the end of a sentence."""
    text = str(error).rstrip(".") or "a part of it is not what it should be"
    return text[0].lower() + text[1:]


def _header(name: str, archive: zipfile.ZipFile) -> Fields:
    if "project.json" not in archive.namelist():
        raise ProjectFileError(f"“{name}” is not a project file: save one with File, Save.")
    header = Fields(_read_json(archive, "project.json"), "the project")
    if header.text("format") != FORMAT:
        raise ProjectFileError(f"“{name}” is not a project file: another program wrote it.")
    version = header.whole("version", least=1)
    if version > VERSION:
        raise ProjectFileError(
            f"“{name}” was saved by a newer version of this program (format {version}, this one reads up to "
            f"{VERSION}): install that version to open it."
        )
    return header


def _container_to_json(container: Container | None) -> dict[str, Any]:
    if container is None:
        return {}
    about = {"kind": container.kind, "members": container.members, "chosen": container.chosen}
    return {"container": about}


def _container(about: Fields, archive: zipfile.ZipFile) -> Container | None:
    if not about.has("container"):
        return None
    fields = Fields(about.value("container"), "the file with several tables")
    kind = fields.one_of("kind", get_args(MemberKind))
    members, chosen = fields.texts("members"), fields.text("chosen")
    if chosen not in members:
        raise ValueError(f"{chosen} is not among the tables of its file")
    return Container("sheet" if kind == "sheet" else "file", archive.read("container"), members, chosen)


def _part(about: Fields, archive: zipfile.ZipFile, raw: bytes) -> Part | None:
    """Which lines of a larger file were read; None if it was read whole."""
    if not about.has("part"):
        return None
    gaps = _read_array(archive, "lines.npy")
    if gaps.ndim != 1 or gaps.dtype != np.int64 or len(gaps) < raw.count(b"\n") or np.any(gaps < 1):
        raise ValueError("its lines are not what was saved")
    return Part(np.cumsum(gaps), about.text("part"))


def _table(header: Fields, archive: zipfile.ZipFile, read: Reader) -> Table:
    about = Fields(header.value("table"), "the table")
    reading = ReadingChoice.from_json(about.value("reading")) if about.has("reading") else ReadingChoice()
    raw = archive.read("data.csv")
    source = Source(raw, _part(about, archive, raw), _container(about, archive))
    table = read(source, about.text("name"), reading)
    if table.digest != about.text("digest"):
        raise ValueError("its data is not what was saved")
    return table


def _project(header: Fields, table: Table) -> tuple[Project, ViewState]:
    recipe = Recipe.from_json(header.value("recipe"))
    if tuple(choice.name for choice in recipe.columns) != table.names:
        raise ValueError("the recipe belongs to other columns")
    project = Project(
        name=header.text("name"),
        table=table,
        recipe=recipe,
        network=network_from_json(header.value("network")),
        training=training_from_json(header.value("training")),
    )
    _check_fit(project)
    return project, fitted(view_from_json(header.value("view")), project)


def _check_fit(project: Project) -> None:
    """The network must have the data's inputs and outputs, and cuts, locks and cost that suit it."""
    network, dataset = project.network, project.dataset
    ends = ((network.inputs, dataset.inputs), (network.outputs, dataset.outputs))
    for layer, features in ends:
        if [neuron.name for neuron in layer.neurons] != [feature.name for feature in features]:
            raise ValueError("the network does not fit the data")
    named = network.cut | network.locked | {key for key, _ in project.training.start}
    if not named <= frozenset(parameter_names(network)) or network.cut & network.locked:
        raise ValueError("the network has synapses between neurons that are not there")
    cost, activations = COSTS[project.training.cost], [n.activation for n in network.outputs.neurons]
    if misplaced_activation(network) or cost.refuses(activations) or cost.refuses_targets(dataset.y_extremes):
        raise ValueError("the cost does not suit the outputs")


def _state(archive: zipfile.ZipFile, project: Project) -> TrainerState | None:
    names = [name for name in archive.namelist() if name.startswith("state")]
    if not names:
        return None
    arrays = {
        name.removeprefix("state/").removesuffix(".npy"): _read_array(archive, name)
        for name in names
        if name.startswith("state/") and name.endswith(".npy")
    }
    state = TrainerState.from_parts(_read_json(archive, "state.json"), arrays)
    check_state(state, project)
    return state


def _read_json(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name), parse_constant=_no_constant)


def _no_constant(text: str) -> None:
    raise ValueError(f"it holds {text} where a number belongs")


def _read_array(archive: zipfile.ZipFile, name: str) -> Any:
    return np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
