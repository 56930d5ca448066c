"""The defaults' promise: iris is learned, whatever the split."""

from __future__ import annotations

import json
import statistics

import pytest

from playground.cli.run import run
from playground.resources import resource


def test_iris_is_learned_over_20_splits(capsys: pytest.CaptureFixture[str]) -> None:
    accuracies = []
    for seed in range(20):
        assert run(["train", str(resource("examples", "iris.csv")), "--seed", str(seed), "--json"]) == 0
        accuracies.append(json.loads(capsys.readouterr().out)["accuracy"]["test"])
    assert statistics.median(accuracies) >= 0.95
    assert min(accuracies) >= 0.8
