"""A trained network asked about the rows of another table. Pure; the window and the command line share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from playground.data.answers import COVERED, Answers, answers, margin
from playground.data.columns import MISSING, Column, Floats, Table
from playground.data.csv_output import csv_bytes, harmless_cells, number_cells, word_cells
from playground.data.dialect import ReadingChoice
from playground.data.matching import Matched, match_table
from playground.data.own_cells import Rows, has_decimal_commas, own_cells, own_names
from playground.data.scores import Scores, score
from playground.document.project import Project
from playground.engine.layout import Array
from playground.engine.network import Network

CHUNK = 20_000
"""Rows the network is asked about at a time: more would need too much memory at once."""


@dataclass(frozen=True, eq=False)
class Predicted:
    """The answers for a table's rows.

    ``answers`` has one for each row, to be ignored where not ``matched.usable``. ``margin``: nine of ten
    answers are expected to lie within ± so much of the truth; None if unknown. ``scores`` say how good the
    answers are, if the table has the target.
    """

    project: Project
    matched: Matched
    answers: Answers
    margin: float | None
    scores: Scores | None

    @property
    def table(self) -> Table:
        return self.matched.table

    @property
    def target(self) -> Column:
        """The target column of the table that was trained with."""
        return self.project.table.column(self.project.recipe.target or "")


def reading_like(trained: Project) -> ReadingChoice:
    """How other files are read for a network: what counted as missing in training counts so there, too."""
    reading = trained.table.reading
    return ReadingChoice(absent=reading.absent, words=reading.words)


def predict_table(project: Project, theta: Array, table: Table) -> Predicted:
    """Ask the network at the weights ``theta`` (n_params,). ``DataError`` if the table lacks columns."""
    dataset = project.dataset
    matched = match_table(table, project.table, project.recipe, dataset)
    network = Network(project.network)
    outputs = _outputs(network, theta, matched.x)
    return Predicted(
        project,
        matched,
        answers(dataset, outputs),
        margin(dataset, _outputs(network, theta, dataset.x_test), dataset.y_test),
        score(dataset, outputs[matched.known], matched.y),
    )


def predicted_csv(predicted: Predicted) -> bytes:
    """The file's own columns as they stand in it, and beside them the answers, written as its numbers are."""
    table = predicted.table
    names, comma = own_names(table), has_decimal_commas(table)
    added = [_unused(name, set(names)) for name in answer_titles(predicted)]
    return csv_bytes([*names, *added], _blocks(predicted, comma), decimal_comma=comma)


def _blocks(predicted: Predicted, decimal_comma: bool) -> Iterator[Rows]:
    start = 0
    for own in own_cells(predicted.table):
        rows = slice(start, start + len(own[0]))
        yield [*map(harmless_cells, own), *_answer_columns(predicted, rows, decimal_comma)]
        start = rows.stop


def _answer_columns(predicted: Predicted, rows: slice, decimal_comma: bool) -> Rows:
    """The cells of `answer_cells` for some rows, column by column."""

    def numbers(values: Floats) -> list[str]:
        return number_cells(values, decimal_comma=decimal_comma)

    found, usable = predicted.answers, predicted.matched.usable[rows]
    if found.values is not None:
        values, around = np.where(usable, found.values[rows], np.nan), predicted.margin
        limits = () if around is None else (values - around, values + around)
        return [numbers(each) for each in (values, *limits)]
    assert found.best is not None
    assert found.shares is not None
    best = np.where(usable, found.best[rows], MISSING).tolist()
    shares = np.where(usable[:, None], found.shares[rows], np.nan)
    return [word_cells(best, found.names), *(numbers(share) for share in shares.T)]


def answer_titles(predicted: Predicted) -> list[str]:
    """What stands above the cells of `answer_cells`."""
    name = predicted.target.name
    if predicted.answers.values is not None:
        covered = f"{COVERED:.0%}"
        limits = [] if predicted.margin is None else [f"{name} from ({covered})", f"{name} to ({covered})"]
        return [f"predicted {name}", *limits]
    return [f"predicted {name}", *(f"probability of {word}" for word in predicted.answers.names)]


def answer_cells(predicted: Predicted, row: int) -> list[float | str | None]:
    """The answer for one row: the number and its interval, or the category and all probabilities."""
    found = predicted.answers
    if not predicted.matched.usable[row]:
        return [None] * len(answer_titles(predicted))
    if found.values is not None:
        value, around = float(found.values[row]), predicted.margin
        return [value] if around is None else [value, value - around, value + around]
    assert found.best is not None
    assert found.shares is not None
    return [found.names[int(found.best[row])], *(float(share) for share in found.shares[row])]


def _outputs(network: Network, theta: Array, x: Floats) -> Floats:
    parts = (network.outputs(theta, x[start : start + CHUNK]) for start in range(0, len(x), CHUNK))
    return np.concatenate([np.empty((0, network.spec.outputs.size)), *parts])


def _unused(name: str, taken: set[str]) -> str:
    """The name, with a number behind it if a column has it already."""
    names: Iterator[str] = (name if i == 1 else f"{name} ({i})" for i in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
