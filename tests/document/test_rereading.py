"""The file read in another way: what a person chose stays where it still fits; it is undone and saved."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from playground.data.dialect import ReadingChoice
from playground.data.reader import read_table
from playground.data.recipe import with_role
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
    path, damaged = tmp_path / "p.nnp", tmp_path / "d.nnp"
    save_project(path, new_project(read_table(RAW, "shop.csv")), ViewState(), None)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "project.json":
                header = json.loads(content)
                header["table"]["reading"] = reading
                content = json.dumps(header).encode()
            target.writestr(name, content)
    with pytest.raises(ProjectFileError, match="damaged"):
        load_project(damaged)
