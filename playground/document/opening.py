"""Other data for the network on screen, with a training that learns most tables within seconds, then stops.

Nothing is compared for it, unlike `good_settings`: it has to be there at once.
"""

from __future__ import annotations

import math
from dataclasses import replace

from playground.data.columns import Table
from playground.data.dataset import Dataset
from playground.data.noise import explainable_share
from playground.data.recipe import Recipe
from playground.document.edits import open_table
from playground.document.project import Project
from playground.document.training_settings import SMALL, Effort, settings_for, with_training
from playground.engine.specs import RunnerSpec, StopSpec

STANDARD_PENALTY = 3.0
"""L2 times training rows. A penalty of σ² / (τ² n) is what least squares with a normal prior of variance τ²
on the weights comes to, for noise of variance σ²."""
MOST_NOISE = 100.0
"""Noise, as a multiple of what can be told, from which on a number cannot be told at all."""
EFFORT = Effort(8000, 40, 500, seconds=10.0)
WATCHED_SECONDS = 6.0
"""How long a person should see it learn, where the table is no larger than that."""
FASTEST_WATCHED = 5_000.0
"""Updates per second beyond which a speed would only slow the training down."""


def open_to_train(project: Project, table: Table, recipe: Recipe | None = None) -> Project:
    """`open_table`; a training that nobody has touched is made anew for the new rows.

    Raises `EditError` if nothing can be learned from the table.
    """
    opened = open_table(project, table, recipe)
    if not project.network.hidden or project.training == ready(project).training:
        return ready(opened)
    stop = project.training.stop.epochs
    if stop is not None and any(r.schedule.name != "constant" for r in project.training.runners):
        # Their rates have fallen to nothing by then: without this end they would train on for nothing.
        return replace(opened, training=replace(opened.training, stop=StopSpec(epochs=stop)))
    return opened


def ready(project: Project) -> Project:
    """The project with mini-batches that usually learn the table well, beside plain gradient descent."""
    n_rows = len(project.dataset.train_rows)
    # Where no rows are kept for testing, nobody asks about others than these: they may be learned by heart.
    l2 = float(f"{_penalty(project.dataset) / n_rows:.1e}") if len(project.dataset.test_rows) else 0.0
    settings = settings_for(project, SMALL, l2, n_rows, EFFORT)
    project = with_training(project, settings)
    first = project.training.runners[0]
    rival = RunnerSpec(first.id + 1, "Gradient descent", learning_rate=0.1)
    return replace(project, training=replace(project.training, runners=(first, rival)))


def _penalty(data: Dataset) -> float:
    """L2 times training rows: of a number, more where the noise in it is larger than what can be told."""
    if data.task != "regression":
        return STANDARD_PENALTY
    told = max(explainable_share(data.x_train, data.y_train), 1e-9)
    return STANDARD_PENALTY * min(max((1.0 - told) / told, 1.0), MOST_NOISE)


def watched_speed(project: Project) -> float | None:
    """Updates per second at which a person sees the shown runner learn; None: as many as possible."""
    stop, runner = project.training.stop.epochs, project.training.runners[0]
    n_rows = len(project.dataset.train_rows)
    updates = (stop or 0) * math.ceil(n_rows / (runner.batch_size or n_rows))
    rate = updates / WATCHED_SECONDS
    return float(f"{rate:.1e}") if 1.0 <= rate <= FASTEST_WATCHED else None
