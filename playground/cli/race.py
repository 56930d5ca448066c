"""Rivals of the runner that ``playground train`` trains, and who is ahead in the end."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any, NamedTuple

from playground.cli.arguments import UsageError
from playground.cli.training_options import positive
from playground.document.edits import EditError, add_runner, refuses_runner, set_clock
from playground.document.project import Project
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.snapshot import Snapshot
from playground.engine.specs import RunnerSpec, clock_named
from playground.engine.standings import standings


class Rival(NamedTuple):
    """One more runner: ``batch_size`` None is all rows."""

    optimizer: str
    batch_size: int | None
    learning_rate: float


def rival(text: str) -> Rival:
    """``plain,1,0.05``: optimizer, rows of one update (1), learning rate (the optimizer's own)."""
    name, *more = (part.strip() for part in text.split(","))
    if name not in OPTIMIZERS or len(more) > 2:
        known = ", ".join(OPTIMIZERS)
        raise argparse.ArgumentTypeError(
            f"must be OPTIMIZER[,ROWS|all[,RATE]] with an optimizer of {known}, not {text!r}"
        )
    size = more[0] if more else "1"
    if size != "all" and not (size.isascii() and size.isdigit() and 0 < int(size) < 10**18):
        raise argparse.ArgumentTypeError(f"must have a whole number of rows from 1 on, or all, in {text!r}")
    rate = positive(more[1]) if len(more) == 2 else OPTIMIZERS[name].learning_rate
    return Rival(name, None if size == "all" else int(size), rate)


def with_rivals(project: Project, options: argparse.Namespace) -> Project:
    """The project with the rivals behind its runner, in step by the chosen clock."""
    if options.clock is not None:
        if not options.rival and options.out is None:
            raise UsageError("--clock keeps runners in step: give at least one more with --rival.")
        project = set_clock(project, clock_named(options.clock))
    n_train = len(project.dataset.train_rows)
    for each in options.rival:
        size = None if each.batch_size is None else min(each.batch_size, n_train)
        rows = "all rows" if size is None else f"{size:,} row" if size == 1 else f"{size:,} rows"
        label = OPTIMIZERS[each.optimizer].label
        name = f"{label}, {rows}, rate {each.learning_rate:g}"
        runner = RunnerSpec(0, name, each.optimizer, each.learning_rate, size)
        refusal = refuses_runner(project, runner)
        if refusal is not None:
            raise UsageError(refusal)
        try:
            project = add_runner(project, runner)
        except EditError as error:
            raise UsageError(str(error)) from None
    return _told_apart(project)


def race_of(project: Project, snapshot: Snapshot) -> dict[str, Any] | None:
    """What ``train --json`` prints about the race; None if there was none."""
    if len(snapshot.runners) < 2:
        return None
    found = standings(snapshot, project.training.clock)
    lines = []
    for each in found.runners:
        runner, spec = snapshot.runner(each.runner_id), project.training.runner(each.runner_id)
        lines.append(
            {
                "place": each.place,
                "name": spec.name,
                "optimizer": spec.optimizer,
                "batch_size": spec.batch_size or len(project.dataset.train_rows),
                "learning_rate": spec.learning_rate,
                "updates": runner.updates,
                "rows": runner.rows_seen,
                "evaluations": runner.evaluations,
                "cost": None if each.diverged else each.cost,
                "diverged": each.diverged,
            }
        )
    return {"clock": found.clock, "reached": found.reached, "standings": lines}


def race_table(race: dict[str, Any]) -> list[str]:
    """The standings for people."""
    head = f"{'after ' + format(race['reached'], ',.4g') + ' ' + race['clock']:40}"
    lines = [f"{head}{'updates':>12}{'rows':>12}{'evaluations':>13}{'cost':>12}"]
    for each in race["standings"]:
        cost = "diverged" if each["diverged"] else f"{each['cost']:.4g}"
        name = f"{each['place']}  {each['name']}"
        counts = f"{each['updates']:>12,}{each['rows']:>12,}{each['evaluations']:>13,}"
        lines.append(f"{name:40.40}{counts}{cost:>12}")
    return lines


def _told_apart(project: Project) -> Project:
    """Runners of one name get numbers."""
    names = [runner.name for runner in project.training.runners]
    runners = tuple(
        replace(runner, name=f"{runner.name} {i}") if names.count(runner.name) > 1 else runner
        for i, runner in enumerate(project.training.runners, start=1)
    )
    return replace(project, training=replace(project.training, runners=runners))
