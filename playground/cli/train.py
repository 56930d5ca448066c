"""``playground train FILE``: the window's way of training, without the window and with one runner."""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import replace
from pathlib import Path

from playground.cli.arguments import EPOCHS, LEAST_UPDATES, UsageError
from playground.cli.out_file import check_out
from playground.cli.output import print_json
from playground.cli.race import race_of, with_rivals
from playground.cli.report import chosen_of, report, result_of
from playground.cli.table_file import table_in_file
from playground.cli.training_options import unknown_setting
from playground.data.columns import Table
from playground.data.recipe import guess_recipe
from playground.document.edits import (
    add_layer,
    refuses_runner,
    remove_layer,
    set_cost,
    set_initializer,
    set_penalty,
    set_runner,
    set_seed,
    set_stop,
)
from playground.document.good_settings import find_good_settings
from playground.document.pairing import with_activation, with_cost
from playground.document.project import Project, new_project
from playground.document.training_settings import with_settings
from playground.document.view_state import ViewState
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.specs import PenaltySpec, RunnerSpec, ScheduleSpec, StopSpec
from playground.engine.trainer import Rows, Trainer

SECONDS_BETWEEN_LINES = 0.2


def train(options: argparse.Namespace) -> int:
    """Train, print how good it got, save it if asked to, and return the exit code."""
    if options.out is not None:
        _check_out(options.out, options.file)
    project, found = _project(options), None
    if options.automatic and (found := find_good_settings(project, _tell_search)) is not None:
        project = with_settings(project, found)
    data = project.dataset
    network = Network(project.network)
    train_rows, test_rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    trainer = Trainer(network, project.training, train_rows, test_rows)
    _run_to_the_end(trainer, project.training.stop.epochs or 0)
    snapshot = trainer.snapshot()
    result = result_of(project, snapshot.shown_runner, network)
    result["race"] = race_of(project, snapshot)
    result["chosen"] = None if found is None else chosen_of(found)
    if options.out is not None:
        _save(options.out, project, trainer)
        result["out"] = str(options.out)
    if options.json:
        print_json(result)
    else:
        print(report(project, result))
    return 0


def _project(options: argparse.Namespace) -> Project:
    table = table_in_file(options)
    recipe = guess_recipe(table, _target(table, options.target), options.seed)
    project = new_project(table, recipe)
    for layer in project.network.hidden:
        project = remove_layer(project, layer.id)
    for i, size in enumerate(options.hidden):
        project = add_layer(project, i + 1, size, options.activation)
    project = set_initializer(set_seed(project, options.seed), None, options.start)
    project = with_rivals(_with_runner(_with_objective(project, options), options), options)
    return set_stop(
        project,
        StopSpec(
            cost_below=options.cost_below,
            epochs=options.epochs or _enough_epochs(project),
            no_improvement_epochs=options.no_improvement,
            updates=options.updates,
            seconds=options.seconds,
        ),
    )


def _with_objective(project: Project, options: argparse.Namespace) -> Project:
    """The cost, the penalty, and outputs that go with them; the runners are checked later."""
    runners = tuple(replace(each, optimizer="plain") for each in project.training.runners)
    project = replace(project, training=replace(project.training, runners=runners))
    outputs = [neuron.id for neuron in project.network.outputs.neurons]
    if options.output_activation is not None:
        project = with_activation(project, outputs, options.output_activation)
    if options.cost is not None and options.output_activation is not None:
        project = set_cost(project, options.cost)  # asked for as a pair: it goes together, or is refused
    elif options.cost is not None:
        project = with_cost(project, options.cost)
    return set_penalty(project, PenaltySpec(options.l1, options.l2, options.penalize_biases))


def _enough_epochs(project: Project) -> int:
    n_train = len(project.dataset.train_rows)
    updates_per_epoch = math.ceil(n_train / (project.training.runners[0].batch_size or n_train))
    return max(EPOCHS, math.ceil(LEAST_UPDATES / updates_per_epoch))


def _target(table: Table, name: str | None) -> str | None:
    """The column meant by ``name``: its whole header, or without its unit."""
    if name is None or name in table.names:
        return name
    by_label = [column.name for column in table.columns if column.label == name]
    if by_label:
        return by_label[0]
    listed = ", ".join(table.names[:20]) + (", …" if len(table.names) > 20 else "")
    raise UsageError(f"There is no column “{name}” in {table.name}; its columns are {listed}.")


def _with_runner(project: Project, options: argparse.Namespace) -> Project:
    """The project with one runner, as the options want it; a batch is at most all training rows."""
    n_train = len(project.dataset.train_rows)
    batch_size = None if options.batch_size is None else min(options.batch_size, n_train)
    names = {None: "Gradient descent", 1: "Stochastic"}
    optimizer, schedule = OPTIMIZERS[options.optimizer], SCHEDULES[options.schedule]
    own, of_schedule = dict(options.set), dict(options.schedule_set)
    wrong = unknown_setting(own, optimizer.settings, optimizer.label)
    wrong = wrong or unknown_setting(of_schedule, schedule.settings, f"Schedule {schedule.name}")
    if wrong is not None:
        raise UsageError(wrong)
    runner = RunnerSpec(
        1,
        names.get(batch_size, "Mini-batch"),
        optimizer.name,
        options.learning_rate,
        batch_size,
        settings=tuple(sorted(own.items())),
        schedule=ScheduleSpec(schedule.name, tuple(sorted(of_schedule.items()))),
    )
    project = replace(project, training=replace(project.training, runners=(runner,)))
    refusal = refuses_runner(project, runner)
    if refusal is not None:
        raise UsageError(refusal)
    return set_runner(project, runner)  # for its checks


def _run_to_the_end(trainer: Trainer, epochs: int) -> None:
    """Train until it stops by itself; on a terminal a line says how far it is."""
    shown = sys.stderr.isatty()
    while trainer.run(seconds=SECONDS_BETWEEN_LINES) is None:
        if shown:
            now = trainer.snapshot().shown_runner
            line = f"epoch {int(now.epochs):,} of {epochs:,}, cost {now.cost:.4g}"
            print(f"\r{line:60}", end="", file=sys.stderr, flush=True)
    if shown:
        print(f"\r{'':60}\r", end="", file=sys.stderr, flush=True)


def _tell_search(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{f'comparing settings: {done} of {of}':60}", end="", file=sys.stderr, flush=True)


def _check_out(path: Path, read: Path) -> None:
    """Find out before training, not after it, that the project cannot be saved there."""
    check_out(path, "project", "trained.nnp", read)
    if path.suffix != ".nnp":
        raise UsageError(f"A project's name ends in .nnp: {path.with_suffix('.nnp').name}, not {path.name}.")


def _save(path: Path, project: Project, trainer: Trainer) -> None:
    from playground.document.project_file import ProjectFileError, save_project  # QSaveFile

    try:
        save_project(path, project, ViewState(), trainer.state())
    except ProjectFileError as error:
        raise UsageError(str(error)) from None
