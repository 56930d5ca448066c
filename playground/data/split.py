"""Which rows are kept for testing."""

from __future__ import annotations

import numpy as np

from playground.data.columns import Codes
from playground.data.errors import DataError


def split_rows(
    rows: Codes, categories: Codes | None, share: float, shuffle: bool, seed: int
) -> tuple[Codes, Codes]:
    """(training rows, test rows), both ascending: ``share`` of ``rows`` rounded, at least one row trains.

    Shuffled by ``seed``; with ``categories`` (one code for every row of the table) each category gives its
    equal share (largest remainders) and keeps at least one training row. Not shuffled: the last rows test.
    """
    if not 0 <= share < 1:
        raise DataError("The share of test rows must be from 0 to below 1.")
    n_test = min(round(share * len(rows)), len(rows) - 1)
    if not shuffle:
        return rows[: len(rows) - n_test], rows[len(rows) - n_test :]
    order = np.random.default_rng(seed).permutation(rows)
    test = order[:n_test] if categories is None else _stratified(order, categories[order], n_test)
    chosen = np.isin(rows, test)
    return rows[~chosen], rows[chosen]


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
