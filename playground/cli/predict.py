"""``playground predict PROJECT FILE``: a trained network's answers for the rows of another file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from playground.cli.arguments import BadFileError, UsageError
from playground.cli.out_file import check_out
from playground.cli.output import print_json
from playground.cli.report import scores_by_name
from playground.cli.table_file import table_in_file
from playground.document.names import counted
from playground.document.predict import Predicted, answer_cells, predict_table, predicted_csv
from playground.document.project import Project
from playground.engine.layout import Array


def predict(options: argparse.Namespace) -> int:
    """Print the answers, or save them beside the file's columns, and return the exit code."""
    if options.out is not None:
        check_out(options.out, "predictions", "predictions.csv", options.project, options.file)
    project, theta = _trained(options.project)
    predicted = predict_table(project, theta, table_in_file(options, project))
    if options.out is not None:
        _save(options.out, predicted)
    if options.json:
        print_json(_result(predicted, options.out))
    elif options.out is None:
        print(predicted_csv(predicted).decode(), end="")
        _say(predicted, file=sys.stderr)
    else:
        _say(predicted)
        print(f"Saved as {options.out}")
    return 0


def _trained(path: Path) -> tuple[Project, Array]:
    """The project in the file and the weights its shown runner predicts with."""
    from playground.document.project_file import ProjectFileError, load_project  # QtCore
    from playground.engine.learner import predicting_weights

    try:
        loaded = load_project(path)
    except ProjectFileError as error:
        raise BadFileError(str(error)) from None
    runner = loaded.state.runners.get(loaded.view.shown_runner) if loaded.state else None
    if runner is None or not runner.updates:
        raise BadFileError(f"The network in {path.name} is not trained yet: train and save it first.")
    return loaded.project, predicting_weights(runner)


def _save(path: Path, predicted: Predicted) -> None:
    from playground.document.whole_file import NotSavedError, write_whole  # QtCore

    try:
        write_whole(path, predicted_csv(predicted))
    except NotSavedError as error:
        raise UsageError(str(error)) from None


def _result(predicted: Predicted, out: Path | None) -> dict[str, Any]:
    """What ``--json`` prints: one answer for each row of the file, and what is to be said about them."""
    task, found = predicted.project.dataset.task, predicted.answers
    rows = []
    for row, line in enumerate(predicted.table.row_lines.tolist()):
        first, *others = answer_cells(predicted, row)
        entry: dict[str, Any] = {"line": line, "prediction": first}
        if found.values is None:
            entry["probabilities"] = dict(zip(found.names, others, strict=True))
        rows.append(entry)
    return {
        "target": predicted.target.name,
        "task": task,
        "unit": predicted.target.unit,
        "rows": predicted.table.n_rows,
        "margin": predicted.margin,
        "predictions": rows,
        "scores": scores_by_name(task, predicted.scores) | {"rows": len(predicted.matched.known)},
        "notes": list(predicted.matched.notes),
        "warnings": list(predicted.table.warnings),
        "set_aside": len(predicted.table.set_aside),
        "out": None if out is None else str(out),
    }


def _say(predicted: Predicted, file: Any = None) -> None:
    """What a person should know about the answers, one line each."""
    for line in summary(predicted):
        print(line, file=file)


def summary(predicted: Predicted) -> list[str]:
    table, target = predicted.table, predicted.target
    answered = int(predicted.matched.usable.sum())
    of = f"{answered:,} of " if answered < table.n_rows else ""
    lines = [f"{table.name}: {target.label} predicted for {of}{counted(table.n_rows, 'row')}"]
    if predicted.margin is not None:
        around = f"{predicted.margin:.4g} {target.unit}".rstrip()
        lines.append(f"9 of 10 answers should lie within ± {around} of the truth (from the test rows)")
    if predicted.scores is not None:
        lines.append(_how_good(predicted))
    lines += [f"! {note}" for note in (*table.warnings, *predicted.matched.notes)]
    return lines


def _how_good(predicted: Predicted) -> str:
    scores, n = predicted.scores, len(predicted.matched.known)
    assert scores is not None
    if scores.accuracy is not None:
        return f"{scores.accuracy:.1%} of the {n:,} rows with a known {predicted.target.label} are right"
    error = f"{scores.rmse:.4g} {predicted.target.unit}".rstrip()
    r2 = "" if scores.r2 is None else f", R² {scores.r2:.4g}"
    return f"typical error {error}{r2} over the {n:,} rows with a known {predicted.target.label}"
