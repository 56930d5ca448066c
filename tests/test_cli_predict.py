"""``playground predict``: the trained network's own answers, saved beside the input's columns."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.cli.run import run
from playground.data.reader import read_table
from playground.document.project_file import ProjectFileError, load_project, save_project
from playground.document.view_state import ViewState
from playground.engine.network import Network
from playground.resources import resource

HOUSES, IRIS = resource("examples", "houses.csv"), resource("examples", "iris.csv")


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trained") / "houses.nnp"
    assert run(["train", str(HOUSES), "--epochs", "5", "--json", "--out", str(path)]) == 0
    return path


def predictions(capsys: pytest.CaptureFixture[str], project: Path, file: Path, *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["predict", str(project), str(file), "--json", *more]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    result = json.loads(printed.out, parse_constant=pytest.fail)
    assert isinstance(result, dict)
    return result


def test_the_training_file_gets_the_answers_of_the_trained_network(
    houses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = predictions(capsys, houses, HOUSES)
    loaded = load_project(houses)
    assert loaded.state is not None
    data, theta = loaded.project.dataset, loaded.state.runners[1].theta
    x = np.concatenate([data.x_train, data.x_test])
    x = x[np.argsort(np.concatenate([data.train_rows, data.test_rows]))]  # as in the file: all in one batch
    expected = data.outputs[0].to_original(Network(loaded.project.network).outputs(theta, x)[:, 0])
    assert [each["prediction"] for each in result["predictions"]] == expected.tolist()
    assert result["rows"] == result["scores"]["rows"] == 180
    assert result["unit"] == "k€"
    assert result["scores"]["r2"] > 0.5


def test_columns_are_kept_and_numbers_stay_numbers(
    houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, out = tmp_path / "new.csv", tmp_path / "out.csv"
    new.write_text(
        "note,age (years),bedrooms,area (m²),distance (km)\n=1+1,10,3,100.25,5\n-7,20,2,80,12\n",
        encoding="utf-8",
    )
    assert run(["predict", str(houses), str(new), "--out", str(out)]) == 0
    assert f"Saved as {out}" in capsys.readouterr().out
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("note,age (years),bedrooms,area (m²),distance (km),predicted price (k€),")
    assert [line.split(",")[:5] for line in lines[1:]] == [
        ["'=1+1", "10", "3", "100.25", "5"],
        ["-7", "20", "2", "80", "12"],
    ]
    low, high = (read_table(out).column(f"price (k€) {word} (90%)").values for word in ("from", "to"))
    assert np.all(low < high)
    assert run(["predict", str(houses), str(new)]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == lines
    assert "9 of 10 answers should lie within ±" in printed.err


def test_the_files_own_cells_come_out_as_they_stand_in_it(houses: Path, tmp_path: Path) -> None:
    """What the network cannot use is missing for it alone; the saved file keeps every word and digit."""
    new, out = tmp_path / "new.csv", tmp_path / "out.csv"
    cells = [
        ["note", "code", "age (years)", "bedrooms", "area (m²)", "distance (km)"],
        ["=1+1", "007", "big", "3", "100.250", "5"],
        ["-", "0012345678901234567890", "", "3.0", "1e2", "NA"],
        ['a;b, "c"\nd', "+49 30 123", "20", "2", "80", "?"],
        ["-7", "50%", "21", "2", "81", "-0"],
    ]
    with new.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(cells)
    assert run(["predict", str(houses), str(new), "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        saved = list(csv.reader(file))
    cells[1][0], cells[3][1] = "'=1+1", "'+49 30 123"  # which a spreadsheet would run
    assert [row[:6] for row in saved] == cells
    assert all(float(row[6]) > 0 for row in saved[1:])


def test_a_file_with_decimal_commas_gets_answers_with_them(houses: Path, tmp_path: Path) -> None:
    new, out = tmp_path / "neu.csv", tmp_path / "out.csv"
    text = "Straße;age (years);bedrooms;area (m²);distance (km)\nÄ;10;3;1.100,25;5,5\nB;7;2;80,5;12\n"
    new.write_bytes(text.encode("cp1252"))
    assert run(["predict", str(houses), str(new), "--out", str(out)]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("Ä;10;3;1.100,25;5,5;")
    answer = read_table(out).column("predicted price (k€)").values
    assert lines[2].split(";")[5] == str(answer[1]).replace(".", ",")


def test_of_a_wide_file_all_columns_are_saved_though_few_are_read(houses: Path, tmp_path: Path) -> None:
    new, out = tmp_path / "wide.csv", tmp_path / "out.csv"
    known = ["age (years)", "bedrooms", "area (m²)", "distance (km)"]
    names = ["id", *(f"gene {i}" for i in range(2_500)), *known]
    rows = [[f"row {i}", *["0.50"] * 2_500, "10", "3", f"{90 + i}", "5"] for i in range(3)]
    new.write_text("\n".join(",".join(row) for row in [names, *rows]), encoding="utf-8")
    assert run(["predict", str(houses), str(new), "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        saved = list(csv.reader(file))
    assert [row[: len(names)] for row in saved] == [names, *rows]
    assert saved[0][len(names)] == "predicted price (k€)"


def test_categories_come_with_their_probabilities(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, new = tmp_path / "iris.nnp", tmp_path / "new.csv"
    assert run(["train", str(IRIS), "--out", str(project)]) == 0
    new.write_text("\n".join(IRIS.read_text(encoding="utf-8").splitlines()[:30]), encoding="utf-8")
    result = predictions(capsys, project, new)
    first = result["predictions"][0]
    assert first["prediction"] == "setosa"
    assert sum(first["probabilities"].values()) == pytest.approx(1.0)
    assert max(first["probabilities"], key=first["probabilities"].get) == "setosa"
    assert result["scores"] == {"accuracy": 1.0, "rows": 29}


def test_what_cannot_be_predicted_is_said_with_its_exit_code(
    houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(code: int, *arguments: object) -> str:
        capsys.readouterr()
        assert run(["predict", *map(str, arguments)]) == code
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.count("\n") == 1
        return printed.err

    assert "lacks 4 columns “area (m²)”, “bedrooms”" in refused(3, houses, IRIS)
    assert "no file" in refused(3, houses, tmp_path / "none.csv")
    assert "no file" in refused(3, tmp_path / "none.nnp", HOUSES)
    assert "not a project file" in refused(3, HOUSES, HOUSES)
    assert "no folder" in refused(2, houses, HOUSES, "--out", tmp_path / "none" / "out.csv")
    assert "is a folder" in refused(2, houses, HOUSES, "--out", tmp_path)
    kept = houses.read_bytes()
    assert "is read itself" in refused(2, houses, HOUSES, "--out", houses)
    assert houses.read_bytes() == kept
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("1,2\n3,4\n5,6\n", encoding="utf-8")
    assert "no line of names" in refused(3, houses, nameless)
    assert "is a folder" in refused(3, tmp_path, HOUSES)
    untrained = tmp_path / "untrained.nnp"
    save_project(untrained, load_project(houses).project, ViewState(), None)
    assert "not trained yet" in refused(3, untrained, HOUSES)
    with pytest.raises(SystemExit) as stopped:
        run(["predict", str(houses)])
    assert stopped.value.code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_never_replaced_by_a_file(
    houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a device would be: a program that may write in /dev must not leave a file in /dev/null's place."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert run(["predict", str(houses), str(HOUSES), "--out", str(pipe)]) == 2
    assert "is a device or a pipe" in capsys.readouterr().err
    with pytest.raises(ProjectFileError, match="a device or a pipe has that name"):
        save_project(pipe, load_project(houses).project, ViewState(), None)
    assert pipe.is_fifo()
    assert run(["predict", str(houses), str(HOUSES), "--out", str(tmp_path / ("x" * 300))]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_a_projects_place_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.nnp")
    assert run(["predict", str(tmp_path / "pipe.nnp"), str(HOUSES)]) == 3
    assert "not a regular file" in capsys.readouterr().err


def test_help_and_that_no_window_is_needed(houses: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["predict", "--help"])
    assert stopped.value.code == 0
    assert "Exit codes" in capsys.readouterr().out
    code = (
        "import sys; from playground.cli.run import run;"
        f"code = run(['predict', {str(houses)!r}, {str(HOUSES)!r}, '--json']);"
        "print('PySide6.QtWidgets' in sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "False\n"
