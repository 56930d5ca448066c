"""Runners get another color and shape."""

from __future__ import annotations

from dataclasses import replace

from playground.document.project import Project


def set_mark(project: Project, runner_id: int, mark: int) -> Project:
    """Draw a runner with another color and shape (see `RunnerSpec.mark`); who had it gets the runner's own,
    so that no two look alike."""
    training = project.training
    marks = training.marks
    swapped = {mark: marks[runner_id], marks[runner_id]: mark}
    runners = tuple(
        replace(runner, mark=swapped[marks[runner.id]]) if marks[runner.id] in swapped else runner
        for runner in training.runners
    )
    return replace(project, training=replace(training, runners=runners))
