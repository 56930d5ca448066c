"""The result of a training run: as values for programs, and as a short table for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playground.cli.race import race_table
from playground.data.columns import Floats
from playground.data.dataset import Dataset, Task
from playground.data.linear_model import fit_linear_model
from playground.data.scores import Scores, baseline, score
from playground.data.verdicts import compare
from playground.document.project import Project
from playground.document.training_settings import GoodSettings
from playground.engine.network import Network
from playground.engine.snapshot import RunnerSnapshot


def result_of(project: Project, trained: RunnerSnapshot, network: Network) -> dict[str, Any]:
    """What ``train --json`` prints: choices, sizes, costs, scores and the guess to compare them with."""
    data, training = project.dataset.once(), project.training
    runner, stopped, untrainable = training.runners[0], trained.stopped, network.untrainable
    return {
        "target": project.recipe.target,
        "task": data.task,
        "rows": {"train": len(data.train_rows), "test": len(data.test_rows)},
        "network": list(project.network.sizes),
        "optimizer": runner.optimizer,
        "batch_size": runner.batch_size or len(data.train_rows),
        "learning_rate": runner.learning_rate,
        "seed": training.seed,
        "epochs": trained.epochs,
        "updates": trained.updates,
        "evaluations": trained.evaluations,
        "cost": {"name": training.cost, "train": trained.cost, "test": trained.test_cost},
        **_scores(data, lambda x: network.outputs(trained.theta, x)),
        "stopped": None if stopped is None else {"kind": stopped.kind, "text": stopped.text},
        "warnings": [*project.table.warnings, *([untrainable.text] if untrainable is not None else [])],
        "race": None,
        "out": None,
    }


def _scores(data: Dataset, answer: Callable[[Floats], Floats]) -> dict[str, Any]:
    """How good the answers are, beside those of a guess and of the best model without hidden neurons."""
    model = fit_linear_model(data)

    def both(answer: Callable[[Floats], Floats]) -> dict[str, dict[str, float | None]]:
        parts = {"train": (data.x_train, data.y_train), "test": (data.x_test, data.y_test)}
        return _by_name(data.task, {part: score(data, answer(x), y) for part, (x, y) in parts.items()})

    x, y = (data.x_test, data.y_test) if len(data.y_test) else (data.x_train, data.y_train)
    guess = "mean" if data.task == "regression" else "majority"
    comparison = compare(data, answer(x), model, x, y)
    return {
        **both(answer),
        "baseline": {"name": guess, **both(lambda x: baseline(data, len(x)))},
        "linear": {"name": model.name, **both(model.outputs)},
        "against_baseline": comparison.against_guess,
        "against_linear": comparison.against_linear,
        "verdict": comparison.sentence,
    }


def _by_name(task: Task, scores: Mapping[str, Scores | None]) -> dict[str, dict[str, float | None]]:
    """``{"train": Scores, "test": Scores}`` → ``{"accuracy": {"train": …, "test": …}}``."""
    by_part = {part: scores_by_name(task, each) for part, each in scores.items()}
    return {name: {part: each[name] for part, each in by_part.items()} for name in _names(task)}


def scores_by_name(task: Task, scores: Scores | None) -> dict[str, float | None]:
    """The scores that count for this kind of target; None where there were no rows."""
    return {name: getattr(scores, name, None) for name in _names(task)}


def _names(task: Task) -> tuple[str, ...]:
    return ("r2", "rmse", "mae") if task == "regression" else ("accuracy",)


def chosen_of(found: GoodSettings) -> dict[str, Any]:
    """Which settings were found best, and how."""
    return {
        "by": "cross-validation on the training rows" if found.folds > 1 else "training rows held out",
        "folds": found.folds,
        "candidates": found.tried,
        "hidden": found.kind.size,
        "activation": found.kind.activation,
        "l2": found.l2,
        "epochs": found.epochs,
    }


def report(project: Project, result: Mapping[str, Any]) -> str:
    """What was trained, for how long, why it stopped and how good it got, in a few lines."""
    rows, runner, stopped = result["rows"], project.training.runners[0], result["stopped"]
    hidden = project.network.hidden
    activation = f"{hidden[0].neurons[0].activation}, " if hidden else ""
    batch = "all rows" if runner.batch_size is None else _counted(runner.batch_size, "row")
    lines = [
        f"{project.name}: {result['target']} from {_counted(len(project.dataset.inputs), 'input')}, "
        f"{_counted(rows['train'], 'row')} to train, {rows['test']:,} to test",
        f"network {'-'.join(map(str, result['network']))}, {activation}{runner.optimizer}, "
        f"{batch} per update, learning rate {runner.learning_rate:g}, seed {result['seed']}",
        f"{_counted(result['updates'], 'update')} in {result['epochs']:.4g} epochs",
    ]
    if stopped is not None and stopped["kind"] != "epochs":
        lines.append(stopped["text"])
    if result.get("chosen"):
        chosen = result["chosen"]
        lines.append(
            f"size and penalty (L2 {chosen['l2']:.3g}): best of {chosen['candidates']} by {chosen['by']}"
        )
        if not chosen["hidden"]:
            lines.append("a network without hidden neurons predicts as well here: nothing more was needed")
    lines += [f"! {warning}" for warning in result["warnings"]]
    over = "test" if rows["test"] else "training"
    lines += ["", *_score_table(project.dataset, result), "", f"{result['verdict']} (Over the {over} rows.)"]
    if result["race"]:
        lines += ["", *race_table(result["race"])]
    if result["out"]:
        lines += ["", f"Saved as {result['out']}"]
    return "\n".join(lines)


def _score_table(data: Dataset, result: Mapping[str, Any]) -> list[str]:
    """Cost and scores of the training and the test rows; below them what a guess reaches."""
    with_unit = f"{{:.4g}} {data.outputs[0].unit}".rstrip()
    forms = {"accuracy": "{:.1%}", "r2": "{:.4g}", "rmse": with_unit, "mae": with_unit}
    labels = {"accuracy": "accuracy", "r2": "R²", "rmse": "typical error", "mae": "mean absolute error"}
    guess = "  always the mean" if data.task == "regression" else "  always the most frequent"
    linear = f"  {result['linear']['name']} model"
    table = [("", "train", "test"), ("cost", *_pair(result["cost"], "{:.4g}"))]
    for name, form in forms.items():
        if name in result:
            table.append((labels[name], *_pair(result[name], form)))
            table.append((guess, *_pair(result["baseline"][name], form)))
            table.append((linear, *_pair(result["linear"][name], form)))
    return [f"{label:26}{train:>16}{test:>16}" for label, train, test in table]


def _pair(values: Mapping[str, Any], form: str) -> tuple[str, str]:
    train, test = values["train"], values["test"]
    return "–" if train is None else form.format(train), "–" if test is None else form.format(test)


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
