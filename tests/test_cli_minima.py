"""``playground minima``: what it lists, its verdict, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playground.cli.run import run
from playground.resources import resource


def json_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run(["minima", *map(str, arguments), "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    result = json.loads(printed.out, parse_constant=pytest.fail)
    assert isinstance(result, dict)
    return result


def test_himmelblau_is_listed_and_undecided_between_four(capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "himmelblau")
    kinds = [point["kind"] for point in result["points"]]
    assert (kinds.count("minimum"), kinds.count("saddle"), kinds.count("maximum")) == (4, 4, 1)
    assert set(result["points"][0]) == {"kind", "x", "y", "cost", "eigenvalues", "flat_directions"}
    assert result["proof"]["verdict"] == "undecided"
    assert len(result["proof"]["between"]) == 4


def test_a_kink_is_proven_and_has_no_eigenvalues(capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "ackley", "--window", "-2,2,-2,2")
    assert result["window"] == [-2, 2, -2, 2]
    assert result["points"][0]["kind"] == "kink"
    assert result["points"][0]["eigenvalues"] == [None, None]
    assert result["proof"]["verdict"] == "proven"


def test_logarithmic_axes(capsys: pytest.CaptureFixture[str]) -> None:
    result = json_of(capsys, "rosenbrock", "--log-axes")
    assert result["log_axes"]
    (minimum,) = (point for point in result["points"] if point["kind"] == "minimum")
    assert (minimum["x"], minimum["y"]) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_as_text_it_ends_with_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["minima", "bowl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "bowl: x from -3 to 3, y from -3 to 3"
    kind, x, y, cost, *curvatures = lines[3].split()
    assert (kind, x, y, curvatures) == ("minimum", "0", "0", ["2", "4"])
    assert float(cost) == pytest.approx(0.0, abs=1e-15)
    assert lines[-1].startswith("Global in this window, proven")


def test_a_trained_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, csv = tmp_path / "line.nnp", resource("examples", "line.csv")
    assert run(["train", str(csv), "--hidden", "none", "--epochs", "3", "--out", str(path)]) == 0
    capsys.readouterr()
    result = json_of(capsys, path, "--window", "-4,4,-4,4")
    (minimum,) = result["points"]
    assert minimum["kind"] == "minimum"
    assert result["proof"]["verdict"] == "proven"
    assert all("→" in name or "bias" in name for name in result["axes"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nosuch"], 2, "himmelblau"),
        (["nosuch.nnp"], 3, "nosuch.nnp"),
    ],
)
def test_what_can_not_be_done(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["minima", *arguments]) == code
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("window", ["1,2,3", "2,1,0,1", "0,1,0,inf", "a,b,c,d"])
def test_a_window_must_be_one(window: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["minima", "bowl", "--window", window])
    assert caught.value.code == 2
    assert "four numbers" in capsys.readouterr().err
