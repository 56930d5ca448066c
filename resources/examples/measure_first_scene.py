"""Measure how often stochastic gradient descent gets out of the first scene's shallow valley.

    python resources/examples/measure_first_scene.py

Trains the first scene with the seeds 1 to 100, as the program does, and writes ``first_scene.json`` beside
this file. A runner is *out* if plain gradient descent from where it is ends in the deepest minimum.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from playground.data.reader import read_table
from playground.document.examples import first_scene
from playground.document.project import Project
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.specs import RunnerSpec
from playground.engine.trainer import Rows, Trainer

HERE = Path(__file__).resolve().parent
SEEDS = range(1, 101)
AFTER = (150, 300, 600, 1500)
ROLL = RunnerSpec(1, "Roll down", learning_rate=2.0)
ROLL_UPDATES = 5000


def measure(seeds: range = SEEDS) -> dict[str, Any]:
    """What ``first_scene.json`` holds, for other seeds too."""
    project, view = first_scene(read_table(HERE / "two_valleys.csv"))
    deep, shallow = minima(project, Window(*view.window or ()))
    out = dict.fromkeys(AFTER, 0)
    for seed in seeds:
        trainer = trainer_of(replace(project, training=replace(project.training, seed=seed)))
        for updates in AFTER:
            trainer.run(updates=updates - trainer.updates)
            stochastic = trainer.snapshot().runner(2)
            out[updates] += ends_in(project, stochastic.theta, (deep, shallow)) is deep
    descent = trainer.snapshot().runner(1)
    caught = ends_in(project, descent.theta, (deep, shallow)) is shallow
    return {
        "seeds": len(seeds),
        "minima": [
            {"weights": np.round(m.position, 4).tolist(), "cost": round(m.cost, 6)} for m in (deep, shallow)
        ],
        "gradient_descent_caught": caught,
        "stochastic_out_after_updates": {str(updates): count for updates, count in out.items()},
    }


def minima(project: Project, window: Window) -> tuple[Landmark, Landmark]:
    """The two minima, the deeper one first."""
    network, data = Network(project.network), project.dataset
    plane = axis_plane(np.zeros(network.layout.n_params), 0, 1)
    of = (network, project.training.cost)
    surface = compute_surface(*of, plane, window, data.x_train, data.y_train)
    points = find_landmarks(surface, *of, data.x_train, data.y_train, only_level=True)
    deep, shallow = (point for point in points if point.kind == "minimum")
    return deep, shallow


def trainer_of(project: Project) -> Trainer:
    data = project.dataset
    train, test = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    return Trainer(Network(project.network), project.training, train, test)


def ends_in(project: Project, theta: Any, found: tuple[Landmark, ...]) -> Landmark:
    """The minimum that gradient descent from ``theta`` comes closest to."""
    keys = Network(project.network).layout.keys
    training = replace(project.training, runners=(ROLL,), start=tuple(zip(keys, theta.tolist(), strict=True)))
    trainer = trainer_of(replace(project, training=training))
    trainer.run(updates=ROLL_UPDATES)
    end = trainer.snapshot().runner(1).theta
    return min(found, key=lambda point: float(np.linalg.norm(point.theta - end)))


if __name__ == "__main__":
    text = json.dumps(measure(), indent=2) + "\n"
    (HERE / "first_scene.json").write_text(text, encoding="utf-8")
    print(text)
