"""Rows for one update: both forms alike, and where vectors are read fastest."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from playground.engine.batches import BatchFeed, chunks
from playground.engine.plan import CACHE_LINE, MANY_INPUTS, Batch, aligned, make_batch
from tests.engine.engine_cases import made_up_rows

FEW_AND_MANY = [2, MANY_INPUTS - 1, MANY_INPUTS, 70]


def check(batch: Batch, x: np.ndarray, y: np.ndarray) -> None:
    assert np.array_equal(batch.rows, np.column_stack([x, np.ones(len(x))]))
    assert np.array_equal(batch.columns, batch.rows.T)
    assert np.array_equal(batch.targets, y.T)


@pytest.mark.parametrize("n_inputs", FEW_AND_MANY)
def test_a_batch_and_its_parts_hold_the_rows_and_a_one(n_inputs: int) -> None:
    rows = made_up_rows(23, n_inputs, 2)
    batch = make_batch(rows.x, rows.y, chunk_size=10)
    check(batch, rows.x, rows.y)
    for start, part in zip((0, 10, 20), chunks(batch, 0, 10), strict=True):
        check(part, rows.x[start : start + 10], rows.y[start : start + 10])
        assert part.columns.flags.c_contiguous
        assert part.targets.flags.c_contiguous


@pytest.mark.parametrize("n_inputs", FEW_AND_MANY)
def test_a_large_batch_takes_no_more_than_twice_the_rows_and_its_feed_nothing_more(n_inputs: int) -> None:
    rows = made_up_rows(20_000, n_inputs, 1)
    size = 8 * 20_000 * (n_inputs + 2)
    tracemalloc.start()
    try:
        batch = make_batch(rows.x, rows.y, chunk_size=500)
        assert tracemalloc.get_traced_memory()[0] < 2.1 * size
        BatchFeed(batch, 10, np.random.default_rng(1)).take(1)
        assert tracemalloc.get_traced_memory()[0] < 2.1 * size + 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("n_inputs", FEW_AND_MANY)
def test_a_feed_gives_every_row_once_an_epoch(n_inputs: int) -> None:
    rows = made_up_rows(23, n_inputs, 2)
    feed = BatchFeed(make_batch(rows.x, rows.y), 5, np.random.default_rng(1))
    sizes, ended = [], False
    while not ended:
        (batch,) = feed.take(1)
        chosen = feed.next_rows()
        check(batch, rows.x[chosen], rows.y[chosen])
        sizes.append(len(batch.rows))
        ended = feed.learned(sizes[-1])
    assert sizes == [5, 5, 5, 5, 3]


def test_buffers_begin_with_a_cache_line() -> None:
    for shape in ((1, 1), (3, 500), (9, 7)):
        array = aligned(shape)
        assert array.shape == shape
        assert array.flags.c_contiguous
        assert array.ctypes.data % CACHE_LINE == 0


def test_looking_ahead_changes_no_order() -> None:
    rows = made_up_rows(7, 2, 1)
    looked, straight = (BatchFeed(make_batch(rows.x, rows.y), 3, np.random.default_rng(1)) for _ in range(2))
    for epoch in range(3):
        ended = False
        while not ended:
            # In the second epoch it is looked at in the middle only, where nothing is drawn any more.
            ahead = None if epoch == 1 and looked.place == 0 else looked.next_rows()
            (one,), (other,) = looked.take(1), straight.take(1)
            assert np.array_equal(one.rows, other.rows)
            if ahead is not None:
                assert np.array_equal(one.rows[:, :-1], rows.x[ahead])
            ended = looked.learned(len(one.rows))
            straight.learned(len(one.rows))
    assert looked.rng_state() == straight.rng_state()


def test_rows_are_laid_out_once_for_all_trainers() -> None:
    rows = made_up_rows(30, 2, 1)
    batch = rows.batch(10)
    assert rows.batch(10) is batch
    np.testing.assert_array_equal(batch.rows[:, :2], rows.x)
    assert len(rows.batch(15).parts) == 2
    assert rows.batch(10) is not batch  # only the last layout is kept
