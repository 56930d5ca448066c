"""Which rows are kept for testing."""

from __future__ import annotations

import zlib

import numpy as np

from playground.data.choices import Recipe
from playground.data.columns import MISSING, Codes, Column, Table
from playground.data.errors import DataError
from playground.data.sheet import is_sheet, sheet_lines

MOST_REPEATS = 100
"""However rare a category is, its rows are not learned more often than this."""


def split_table(table: Table, recipe: Recipe, rows: Codes, categories: Codes | None) -> tuple[Codes, Codes]:
    """(training rows, test rows) of a table's usable ``rows``, as the recipe says, both ascending.

    ``categories`` are the target's codes (n_rows,), None if it is a number. ``DataError`` with a sentence if
    the column that decides cannot, or leaves nothing to learn from.
    """
    if recipe.split != "by_column":
        stratified = categories if recipe.split == "stratified" else None
        shuffle = recipe.split != "in_order"
        if shuffle and is_sheet(table):
            return split_sheet(table, rows, stratified, recipe.test_share, recipe.seed)
        return split_rows(rows, stratified, recipe.test_share, shuffle, recipe.seed)
    if recipe.split_column not in table.names:
        raise DataError("No column says which rows are for testing: choose one, or split by share.")
    column = table.column(recipe.split_column)
    codes, words = column.coded
    if recipe.test_value not in words:
        raise DataError(
            f"No row has “{recipe.test_value}” in the column “{column.name}”: choose another value to test."
        )
    is_test = codes[rows] == words.index(recipe.test_value)
    if is_test.all():
        raise DataError(f"All rows have “{recipe.test_value}” in “{column.name}”: none is left to learn.")
    return rows[~is_test], rows[is_test]


def split_values(column: Column) -> tuple[str, ...]:
    """The words of a column that may stand for "this row is for testing": those that not every row has."""
    codes, words = column.coded
    counts = np.bincount(codes[codes != MISSING], minlength=len(words))
    return tuple(word for word, n in zip(words, counts, strict=True) if 0 < n < len(codes))


def split_rows(
    rows: Codes, categories: Codes | None, share: float, shuffle: bool, seed: int
) -> tuple[Codes, Codes]:
    """(training rows, test rows), both ascending: ``share`` of ``rows`` rounded, at least one row trains.

    Shuffled by ``seed``; with ``categories`` (one code for every row of the table) each category gives its
    equal share (largest remainders) and keeps at least one training row. Not shuffled: the last rows test.
    """
    if not 0 <= share < 1:
        raise DataError("The share of test rows must be from 0 to below 1.")
    n_test = max(0, min(round(share * len(rows)), len(rows) - 1))
    if not shuffle or not n_test:
        return rows[: len(rows) - n_test], rows[len(rows) - n_test :]
    order = np.random.default_rng(seed).permutation(rows)
    test = order[:n_test] if categories is None else _stratified(order, categories[order], n_test)
    chosen = np.isin(rows, test)
    return rows[~chosen], rows[chosen]


def split_sheet(
    table: Table, rows: Codes, categories: Codes | None, share: float, seed: int
) -> tuple[Codes, Codes]:
    """(training rows, test rows), both ascending: about ``share`` of them, each chosen by what stands in it.

    So a row stays where it is while others are painted and erased, and none that was learned from becomes a
    test. At least one row trains; with ``categories``, one of each.
    """
    lines = sheet_lines(table)
    keys = np.array([zlib.crc32(lines[row].encode(), seed) for row in rows.tolist()]) / 2**32
    is_test = keys < share
    groups = np.zeros(len(rows), dtype=np.int64) if categories is None else categories[rows]
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        if is_test[members].all():
            is_test[members[np.argmax(keys[members])]] = False
    return rows[~is_test], rows[is_test]


def balanced(train: Codes, categories: Codes) -> Codes:
    """The training rows with those of rarer categories repeated, ascending.

    A category of n rows, where the most frequent has m, has each of its rows round(m / n) times (at most
    ``MOST_REPEATS``): the cost then is the weighted mean Σ wᵢ Cᵢ / Σ wᵢ with these whole numbers as
    weights, for every cost, optimizer and batch alike (PyTorch: ``weight=w, reduction="mean"``).
    """
    codes = categories[train]
    counts = np.bincount(codes)
    weights = np.rint(counts.max() / np.maximum(counts, 1)).astype(np.int64)
    return np.repeat(train, np.minimum(weights, MOST_REPEATS)[codes])


def _stratified(order: Codes, categories: Codes, n_test: int) -> Codes:
    _, group, sizes = np.unique(categories, return_inverse=True, return_counts=True)
    quotas = _quotas(sizes, n_test)
    picked = [order[group == g][:quota] for g, quota in enumerate(quotas)]
    return np.concatenate(picked)


def _quotas(sizes: Codes, n_test: int) -> Codes:
    """Test rows of each group: in proportion, summing to ``n_test`` where every group keeps one row."""
    exact = n_test * sizes / sizes.sum()
    quotas: Codes = np.minimum(np.floor(exact).astype(np.int64), sizes - 1)
    for g in np.argsort(-(exact - np.floor(exact)), kind="stable"):
        if quotas.sum() >= n_test:
            break
        if quotas[g] < sizes[g] - 1:
            quotas[g] += 1
    return quotas
