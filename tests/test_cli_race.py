"""Races on the command line: rivals of the runner, and what keeps them in step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playground.cli.run import run
from playground.document.project_file import load_project
from playground.resources import resource

HOUSES = str(resource("examples", "houses.csv"))


def race_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["train", HOUSES, *arguments, "--json"]) == 0
    summary: dict[str, Any] = json.loads(capsys.readouterr().out)
    return summary


def test_all_start_alike_and_the_standings_say_who_is_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    rivals = ["--rival", "plain,all,0.1", "--rival", "implicit", "--rival", "plain,1,1e6"]
    result = race_of(capsys, "--epochs", "5", *rivals, "--clock", "evaluations")
    race = result["race"]
    assert race["clock"] == "evaluations"
    places = [each["place"] for each in race["standings"]]
    assert places == [1, 2, 3, 4]
    costs = [each["cost"] for each in race["standings"]]
    assert costs[:3] == sorted(costs[:3])
    last = race["standings"][-1]
    assert (last["optimizer"], last["diverged"], last["cost"]) == ("plain", True, None)
    by_name = {each["name"]: each for each in race["standings"]}
    implicit = by_name["Implicit (ISGD), 1 row, rate 0.1"]
    assert implicit["evaluations"] > implicit["rows"]
    assert by_name["Mini-batch"]["evaluations"] == result["evaluations"] == 5 * result["rows"]["train"]


def test_a_rival_does_not_change_the_first_runner(capsys: pytest.CaptureFixture[str]) -> None:
    alone = race_of(capsys, "--epochs", "3")
    with_rival = race_of(capsys, "--epochs", "3", "--rival", "adam,10")
    assert alone["race"] is None
    assert with_rival["cost"] == alone["cost"]


def test_people_get_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", HOUSES, "--epochs", "3", "--rival", "adam,10", "--rival", "adam,10"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("after 3 epochs"))
    assert lines[head].split()[-4:] == ["updates", "rows", "evaluations", "cost"]
    assert [line[0] for line in lines[head + 1 : head + 4]] == ["1", "2", "3"]
    assert any("rate 0.001 2" in line for line in lines), "runners of one name are told apart"


def test_the_project_keeps_the_race(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "race.nnp"
    options = ["--epochs", "2", "--rival", "plain,1,0.01", "--clock", "updates", "--out", str(path)]
    race_of(capsys, *options)
    loaded = load_project(path)
    assert loaded.project.training.clock == "updates"
    assert [runner.batch_size for runner in loaded.project.training.runners] == [10, 1]
    assert loaded.state is not None
    first, second = loaded.state.runners.values()
    assert first.updates == second.updates > 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--clock", "updates"], "--rival"),
        (["--rival", "plain", "--cost", "mean_absolute", "--rival", "implicit"], "squared error"),
        (["--rival", "plain"] * 1 + ["--rival", "adam"] * 5, "as many as the pictures"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["train", HOUSES, *arguments]) == 2
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("rival", ["fast", "plain,0", "plain,1,-2", "plain,1,0.1,7", "plain,two"])
def test_a_rival_that_is_none(rival: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["train", HOUSES, "--rival", rival])
    assert "--rival" in capsys.readouterr().err
