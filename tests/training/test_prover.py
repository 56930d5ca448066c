"""Proofs off the GUI thread: the last one asked for is told, exactly as the engine has it, and no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.network_bounds import NetworkBounds
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.proof import ProofProgress, prove
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec, Objective
from playground.training import prover as prover_module
from playground.training.prover import SliceProver
from playground.training.proving import NetworkProofTask, ProofProcess, SliceProof
from tests.looking import now

WINDOW = Window(-3.0, 3.0, -3.0, 3.0)
OBJECTIVE = Objective("half_squared")


def task(*, hidden: str = "tanh", n_rows: int = 30, known: bool = True) -> NetworkProofTask:
    layers, next_id = [], 1
    for i, size in enumerate((2, 4, 1)):
        name = hidden if i == 1 else "linear"
        layers.append(LayerSpec(100 + i, tuple(NeuronSpec(next_id + j, name) for j in range(size))))
        next_id += size
    network, rng = Network(NetworkSpec(tuple(layers), next_id=200)), np.random.default_rng(5)
    x = rng.normal(size=(n_rows, 2))
    y = np.sin(2 * x[:, :1]) * x[:, 1:]
    plane = axis_plane(rng.normal(size=network.layout.n_params), 12, 13)
    surface = compute_surface(network, OBJECTIVE, plane, WINDOW, x, y)
    landmarks = find_landmarks(surface, network, OBJECTIVE, x, y) if known else None
    return NetworkProofTask(network.spec, OBJECTIVE, surface, landmarks, network.kinked(OBJECTIVE), x, y)


class Told:
    def __init__(self, prover: SliceProver) -> None:
        self.results: list[SliceProof] = []
        self.refusals: list[str] = []
        self.progress: list[ProofProgress] = []
        prover.finished.connect(self.results.append)
        prover.refused.connect(self.refusals.append)
        prover.progressed.connect(self.progress.append)

    @property
    def anything(self) -> bool:
        return bool(self.results or self.refusals)


@pytest.fixture
def prover() -> Iterator[SliceProver]:
    made = SliceProver()
    yield made
    made.shut_down()


def test_the_child_s_proof_is_the_engine_s(prover: SliceProver, qtbot: QtBot) -> None:
    told, asked = Told(prover), task(known=False)
    prover.start(asked)
    assert now(prover.task) is asked
    qtbot.waitUntil(lambda: told.anything, timeout=30_000)
    assert not told.refusals
    (result,) = told.results
    assert prover.task is None
    assert result.surface is asked.surface, "the proof says which surface it is about"
    network = Network(asked.network)
    cost = NetworkBounds(network, asked.objective, asked.surface.plane, asked.x, asked.y)
    landmarks = find_landmarks(asked.surface, network, asked.objective, asked.x, asked.y)
    here = prove(cost, WINDOW, landmarks)
    assert result.proof.verdict == here.verdict == "proven"
    assert result.proof.text == here.text
    assert (result.proof.lower_bound, result.proof.upper_bound) == (here.lower_bound, here.upper_bound)
    assert [each.kind for each in result.landmarks] == [each.kind for each in landmarks]
    assert np.array_equal(result.landmarks[0].position, landmarks[0].position)


def test_what_has_no_bounds_is_refused_in_a_sentence(prover: SliceProver, qtbot: QtBot) -> None:
    told = Told(prover)
    prover.start(task(hidden="threshold", known=False))
    qtbot.waitUntil(lambda: told.anything, timeout=30_000)
    assert told.refusals == ["There are no bounds for the activation Threshold."]


def test_a_newer_proof_and_cancel_drop_the_one_under_way(prover: SliceProver, qtbot: QtBot) -> None:
    told, last = Told(prover), task()
    prover.start(task(n_rows=400))
    prover.start(last)
    qtbot.waitUntil(lambda: told.anything, timeout=30_000)
    assert [result.surface for result in told.results] == [last.surface]
    prover.start(task())
    prover.cancel()
    assert prover.task is None
    prover.shut_down()
    qtbot.wait(50)
    assert len(told.results) == 1
    assert not told.refusals


def test_a_child_that_dies_or_cannot_begin_is_told(
    prover: SliceProver, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(prover)
    prover.start(replace(task(), x=np.array([lambda: None], dtype=object)))
    qtbot.waitUntil(lambda: told.anything, timeout=30_000)
    assert told.refusals[0].startswith("The proof could not begin")

    begun = threading.Event()

    class Dying(ProofProcess):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.stop()
            begun.set()

    monkeypatch.setattr(prover_module, "ProofProcess", Dying)
    prover.start(task())
    qtbot.waitUntil(lambda: len(told.refusals) == 2, timeout=30_000)
    assert begun.is_set()
    assert "perhaps there is not enough memory" in told.refusals[1]


def test_the_window_stays_awake_and_hears_how_far_it_is(prover: SliceProver, qtbot: QtBot) -> None:
    told, ticks = Told(prover), []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(10)
    prover.start(task(n_rows=2_000, known=False), seconds=1.0)
    qtbot.waitUntil(lambda: bool(told.progress), timeout=30_000)
    assert 0.0 <= told.progress[0].done <= 1.0
    prover.cancel()
    assert len(ticks) > 5
