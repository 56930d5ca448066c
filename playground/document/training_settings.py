"""How a network is trained: settings for one hidden layer or none, and a project that follows them. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from playground.document.edits import (
    add_layer,
    remove_layer,
    set_initializer,
    set_penalty,
    set_runner,
    set_stop,
)
from playground.document.linear_training import descent, is_bowl
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.specs import PenaltySpec, RunnerSpec, ScheduleSpec, StopSpec
from playground.engine.timing import update_seconds

LINEAR_SECONDS = 5.0
"""What a network without hidden neurons may take at the engine's usual speed."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to train: so many ``updates``, in ``least_epochs`` to ``most_epochs``, fewer where they would
    take more ``seconds`` at the engine's usual speed."""

    updates: int
    least_epochs: int
    most_epochs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Kind:
    """One hidden layer, or none (size 0), its first weights, and the rate at which Adam starts on it."""

    size: int
    activation: str | None
    rate: float
    initializer: str = "glorot"


LINEAR, SMALL, LARGE = Kind(0, None, 0.03, "zeros"), Kind(8, "tanh", 0.01), Kind(64, "relu", 0.005)


@dataclass(frozen=True, slots=True)
class GoodSettings:
    """What was found. ``tried`` candidates were judged on ``folds`` parts of the training rows.

    With a ``momentum`` Nesterov's rule at a constant ``rate``, else Adam at one that falls to 0.
    """

    kind: Kind
    l2: float
    batch_size: int | None
    epochs: int
    rate: float
    momentum: float | None = None
    tried: int = 0
    folds: int = 0


def with_settings(project: Project, settings: GoodSettings) -> Project:
    """The project with one hidden layer, or none, and one runner, as the settings say."""
    kind = settings.kind
    for layer in project.network.hidden:
        project = remove_layer(project, layer.id)
    if kind.activation is not None:
        project = add_layer(project, 1, kind.size, kind.activation)
    return with_training(set_initializer(project, None, kind.initializer), settings)


def with_training(project: Project, settings: GoodSettings) -> Project:
    """The project with one runner, as the settings say, whatever its layers."""
    first = project.training.runners[0]
    runner = RunnerSpec(first.id, "Mini-batch", "adam", settings.rate, settings.batch_size)
    if settings.momentum is None:
        schedule = ScheduleSpec("cosine", (("epochs", float(settings.epochs)),))
        runner = replace(runner, schedule=schedule)
    else:
        momentum = (("momentum", settings.momentum),)
        runner = replace(runner, name="Gradient descent", optimizer="nesterov", settings=momentum)
    project = replace(project, training=replace(project.training, runners=(first,)))
    project = set_penalty(set_runner(project, runner), PenaltySpec(l2=settings.l2))
    return set_stop(project, StopSpec(epochs=settings.epochs))


def settings_for(project: Project, kind: Kind, l2: float, n_rows: int, effort: Effort) -> GoodSettings:
    """With batches and epochs by the number of rows; without hidden neurons all rows at once, to the end."""
    if kind is LINEAR and is_bowl(project):
        network = Network(with_settings(project, GoodSettings(kind, l2, None, 1, kind.rate)).network)
        down = descent(project.dataset, l2, max(1, int(LINEAR_SECONDS / update_seconds(network, n_rows))))
        return GoodSettings(kind, l2, None, down.epochs, down.rate, down.momentum)
    batch_size = usual_batch_size(n_rows)
    updates = math.ceil(n_rows / batch_size)
    epochs = min(effort.most_epochs, max(effort.least_epochs, math.ceil(effort.updates / updates)))
    project = with_settings(project, GoodSettings(kind, l2, batch_size, epochs, kind.rate))
    affordable = effort.seconds / (updates * update_seconds(Network(project.network), batch_size))
    return GoodSettings(kind, l2, batch_size, max(1, min(epochs, int(affordable))), kind.rate)


def usual_batch_size(n_rows: int) -> int:
    """Rows of an update, of so many training rows."""
    return min(n_rows, 16 if n_rows < 2000 else 32)
