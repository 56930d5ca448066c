"""The file read in another way: what a person chose stays where it still fits; it is undone and saved."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.data.dialect import ReadingChoice
from playground.data.reader import read_table
from playground.data.recipe import with_role
from playground.data.source import of_table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import new_project
from playground.document.project_file import ProjectFileError, load_project, save_project
from playground.document.rereading import read_again
from playground.document.view_state import ViewState

RAW = "size;weight;café;grade\n".encode("cp1252") + b"".join(
    b"%d;1,%d;%d;%s\n" % (i, i, i * i, b"good" if i % 3 else b"bad") for i in range(10, 40)
)


def test_choices_stay_where_columns_are_as_they_were() -> None:
    table = read_table(RAW, "shop.csv")
    assert table.names == ("size", "weight", "café", "grade")
    project = new_project(table)
    project = edits.set_recipe(project, with_role(table, project.recipe, "weight", "left_out"))
    project = edits.set_recipe(project, with_role(table, project.recipe, "size", "target"))
    again = read_again(project, read_table(RAW, "shop.csv", ReadingChoice(encoding="mac_roman")))
    assert again.table.names == ("size", "weight", "cafÈ", "grade")
    assert again.recipe.target == "size"
    assert again.recipe.choice("weight").role == "left_out"
    assert again.recipe.choice("cafÈ").role == "input"
    assert again.network.hidden == project.network.hidden


def test_a_lost_target_is_guessed_anew() -> None:
    project = new_project(read_table(RAW, "shop.csv"))
    assert project.recipe.target == "grade"
    again = read_again(project, read_table(RAW, "shop.csv", ReadingChoice(header=False)))
    assert again.table.names[0] == "column 1"
    assert again.table.n_rows == 31
    assert again.recipe.target == again.recipe.columns[-1].name


def test_another_decimal_mark() -> None:
    weights = read_table(RAW, "shop.csv").column("weight").values
    assert weights[0] == 1.1
    points = read_table(RAW, "shop.csv", ReadingChoice(decimal="."))
    assert points.column("weight").kind != "number"  # 1,10 are no thousands
    grouped = b"a;b\n" + b"".join(b"%d;1.%d\n" % (i, 200 + i) for i in range(30))
    assert read_table(grouped).column("b").values[0] == 1.2
    assert read_table(grouped, reading=ReadingChoice(decimal=",")).column("b").values[0] == 1200


def test_it_is_undone_and_saved(tmp_path: Path) -> None:
    project = new_project(read_table(RAW, "shop.csv"))
    document = Document(project)
    choice = ReadingChoice(encoding="mac_roman", delimiter=";", quote="", header=True, decimal=",")
    document.edit("Read in another way", read_again(project, read_table(RAW, "shop.csv", choice)))
    again = document.project
    assert again.table.reading == choice
    document.undo_stack.undo()
    assert document.project == project
    save_project(tmp_path / "p.nnp", again, ViewState(), None)
    assert load_project(tmp_path / "p.nnp").project.table == again.table


@pytest.mark.parametrize(
    "reading", [{"delimiter": "x"}, {"header": 1}, {"encoding": 5}, {"other": 1}, [], "x"]
)
def test_a_damaged_choice_is_refused(tmp_path: Path, reading: object) -> None:
    path = tmp_path / "p.nnp"
    save_project(path, new_project(read_table(RAW, "shop.csv")), ViewState(), None)
    rewritten(path, lambda about: {**about, "reading": reading})
    with pytest.raises(ProjectFileError, match="damaged"):
        load_project(path)


def rewritten(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what a project file says about its table."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    header = json.loads(parts["project.json"])
    header["table"] = change(header["table"])
    parts["project.json"] = json.dumps(header).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("shop.csv", RAW)
        packed.writestr("other.csv", b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(30)))
    return stream.getvalue()


def test_a_table_of_several_is_saved_with_the_others(tmp_path: Path) -> None:
    raw, path = archive(), tmp_path / "p.nnp"
    table = read_table(raw, "t.zip", ReadingChoice(member="shop.csv"))
    save_project(path, new_project(table), ViewState(), None)
    loaded = load_project(path).project.table
    assert loaded == table
    assert loaded.container == table.container
    other = read_table(of_table(loaded, "other.csv"), "t.zip", ReadingChoice(member="other.csv"))
    assert other.names == ("a", "b")


@pytest.mark.parametrize(
    "container", [{}, {"kind": "page"}, {"members": ["x"]}, {"chosen": 5}, {"members": "shop.csv"}, 5]
)
def test_a_damaged_container_is_refused(tmp_path: Path, container: object) -> None:
    path = tmp_path / "p.nnp"
    table = read_table(archive(), "t.zip", ReadingChoice(member="shop.csv"))
    save_project(path, new_project(table), ViewState(), None)
    rewritten(path, lambda about: {**about, "container": damaged(about["container"], container)})
    with pytest.raises(ProjectFileError, match="damaged"):
        load_project(path)


def damaged(container: dict[str, object], change: object) -> object:
    return container | change if isinstance(change, dict) and change else change


def test_chosen_columns_are_saved_and_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "p.nnp"
    table = read_table(RAW, "shop.csv", ReadingChoice(places="1, 4"))
    project = new_project(table)
    save_project(path, project, ViewState(), None)
    loaded = load_project(path).project
    assert loaded.table == table
    assert loaded.table.names_in_file == ("size", "weight", "café", "grade")
    again = read_again(loaded, read_table(loaded.table.raw, "shop.csv", ReadingChoice(places="1-2, 4")))
    assert again.table.names == ("size", "weight", "grade")
    assert again.recipe.choice("size") == project.recipe.choice("size")
    assert again.recipe.target == "grade"
