"""History and path: on update counts, thinned by doubling the stride, never written again."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import records
from playground.engine.network import Network
from playground.engine.records import Record, empty_record
from playground.engine.timing import (
    LOOK_SECONDS,
    first_stride,
    judging_seconds,
    update_seconds,
    updates_per_look,
)
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import chain, made_up_rows, runner, training

NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))


def filled(record: Record, last: int) -> np.ndarray:
    for updates in range(last + 1):
        if updates >= record.due:
            record.append(updates, np.full(1, float(updates)))
    return record.published()[0]


class TestRecord:
    def test_keeps_every_point_until_it_is_full(self) -> None:
        assert filled(Record(1, 1, 1, empty_record(1)), 4095).tolist() == list(range(4096))

    def test_then_doubles_the_stride(self) -> None:
        assert filled(Record(1, 1, 1, empty_record(1)), 4096).tolist() == list(range(0, 4097, 2))
        assert filled(Record(1, 1, 1, empty_record(1)), 20_000).tolist() == list(range(0, 20_001, 8))

    def test_thins_early_until_the_stride_has_settled(self) -> None:
        assert filled(Record(1, 1, 8, empty_record(1)), 127).tolist() == list(range(128))
        assert filled(Record(1, 1, 8, empty_record(1)), 255).tolist() == list(range(0, 256, 2))
        assert filled(Record(1, 1, 8, empty_record(1)), 20_000).tolist() == list(range(0, 20_001, 8))

    def test_begins_with_the_stride_it_is_given(self) -> None:
        assert filled(Record(1, 30, 30, empty_record(1)), 95).tolist() == [0, 30, 60, 90]

    def test_holds_no_more_than_64_megabytes(self) -> None:
        width = 2**20
        record = Record(width, 1, 1, empty_record(width))
        row = np.zeros(width)
        for updates in range(30):
            if updates >= record.due:
                record.append(updates, row)
                assert record.published()[1].nbytes <= records.MAX_BYTES
        assert record.published()[0].tolist() == list(range(0, 30, 4))

    def test_even_one_row_too_many_is_kept_thin(self) -> None:
        width = 2**23
        record = Record(width, 1, 1, empty_record(width))
        row = np.zeros(width)
        for updates in range(5):
            if updates >= record.due:
                record.append(updates, row)
        assert record.published()[0].tolist() == [0, 4]

    def test_values_stay_beside_their_counts(self) -> None:
        record = Record(1, 1, 1, empty_record(1))
        filled(record, 9000)
        counts, values = record.published()
        np.testing.assert_array_equal(values[:, 0], counts)

    @pytest.mark.parametrize("steps", [10, 100, 5000])
    def test_what_was_published_is_never_written_again(self, steps: int) -> None:
        record = Record(1, 1, 1, empty_record(1))
        filled(record, steps)
        counts, values = record.published()
        before = counts.copy(), values.copy()
        for updates in range(steps + 1, 4 * steps + 5000):
            if updates >= record.due:
                record.append(updates, np.full(1, -1.0))
        np.testing.assert_array_equal(counts, before[0])
        np.testing.assert_array_equal(values, before[1])
        with pytest.raises(ValueError):
            counts[0] = 1
        with pytest.raises(ValueError):
            values[0] = 1

    def test_goes_on_from_its_state(self) -> None:
        record = Record(1, 2, 2, empty_record(1))
        filled(record, 9001)
        resumed = Record(1, 2, 2, record.state())
        for updates in range(9002, 30_000):
            for each in (record, resumed):
                if updates >= each.due:
                    each.append(updates, np.zeros(1))
        np.testing.assert_array_equal(record.published()[0], resumed.published()[0])


class TestSnapshots:
    def trainer(self, batch_size: int | None, n_rows: int = 320, test: Rows = NONE) -> Trainer:
        network = Network(chain((2, 4, 1)))
        rows = made_up_rows(n_rows, 2, 1)
        return Trainer(network, training(runner(batch_size=batch_size)), rows, test)

    def test_gradient_descent_records_each_update_at_first(self) -> None:
        trainer = self.trainer(None)
        trainer.run(updates=40)
        shown = trainer.snapshot().shown_runner
        assert shown.history.updates.tolist() == list(range(41))
        assert shown.history.epochs.tolist() == list(range(41))
        assert shown.path_updates.tolist() == list(range(41))

    def test_stochastic_learning_records_16_points_an_epoch_at_first(self) -> None:
        trainer = self.trainer(1)
        trainer.run(epochs=2)
        shown = trainer.snapshot().shown_runner
        assert shown.history.updates.tolist() == list(range(0, 641, 20))
        assert shown.history.epochs.tolist() == [i / 16 for i in range(33)]
        assert shown.path_updates.tolist() == list(range(641))

    def test_recorded_costs_are_the_true_costs_on_the_path(self) -> None:
        test = made_up_rows(30, 2, 1, seed=9)
        rows = made_up_rows(320, 2, 1)
        network = Network(chain((2, 4, 1)))
        for batch_size in (None, 32):
            trainer = self.trainer(batch_size, test=test)
            trainer.run(updates=30)
            shown = trainer.snapshot().shown_runner
            thetas = dict(zip(shown.path_updates.tolist(), shown.path, strict=True))
            history = shown.history
            for updates, train, tested in zip(
                history.updates.tolist(), history.train, history.test, strict=True
            ):
                theta = thetas[updates]
                assert train == pytest.approx(network.cost("half_squared", theta, rows.x, rows.y), rel=1e-12)
                assert tested == pytest.approx(network.cost("half_squared", theta, test.x, test.y), rel=1e-12)
            assert shown.cost == pytest.approx(
                network.cost("half_squared", shown.theta, rows.x, rows.y), rel=1e-12
            )
            assert shown.test_cost == pytest.approx(
                network.cost("half_squared", shown.theta, test.x, test.y), rel=1e-12
            )

    def test_without_test_rows_there_is_no_test_cost(self) -> None:
        shown = self.trainer(8).snapshot().shown_runner
        assert shown.test_cost is None
        assert np.all(np.isnan(shown.history.test))

    def test_nothing_in_a_snapshot_is_ever_written_again(self) -> None:
        trainer = self.trainer(8)
        kept = []
        for _ in range(12):
            shown = trainer.snapshot().shown_runner
            history = shown.history
            arrays = [
                shown.theta,
                shown.path,
                shown.path_updates,
                history.updates,
                history.epochs,
                history.train,
                history.test,
            ]
            assert not any(array.flags.writeable for array in arrays)
            kept.append((arrays, [array.tobytes() for array in arrays]))
            trainer.run(updates=997)
        for arrays, contents in kept:
            assert [array.tobytes() for array in arrays] == contents

    def test_history_and_path_stay_small(self) -> None:
        trainer = self.trainer(8, n_rows=16)
        trainer.run(updates=30_000)
        shown = trainer.snapshot().shown_runner
        assert 2048 <= len(shown.path_updates) <= 4096
        assert len(shown.history.updates) <= 4096
        assert np.all(np.diff(shown.path_updates) == 8)
        assert len(set(np.diff(shown.history.updates).tolist())) == 1


@pytest.mark.parametrize("batch_size", [1, 10, 128, 5_000])
def test_very_many_rows_are_judged_less_often_from_the_start(batch_size: int) -> None:
    network = Network(chain((20, 8, 1)))
    for n_rows in (50, 5_000):
        n_batches = -(-n_rows // batch_size)
        assert first_stride(network, batch_size, n_batches, n_rows) == -(-n_batches // 16)
    for n_rows in (100_000, 10_000_000):
        n_batches = -(-n_rows // batch_size)
        stride = first_stride(network, batch_size, n_batches, n_rows)
        learning = stride * update_seconds(network, batch_size)
        assert -(-n_batches // 16) <= stride <= n_batches
        assert stride == n_batches or judging_seconds(network, n_rows) <= 0.21 * learning


@pytest.mark.parametrize("batch_size", [1, 100, 5_000])
def test_the_clock_is_looked_at_about_every_millisecond(batch_size: int) -> None:
    network = Network(chain((20, 8, 1)))
    updates = updates_per_look(network, batch_size)
    assert updates * update_seconds(network, batch_size) <= LOOK_SECONDS
    assert (updates + 1) * update_seconds(network, batch_size) > LOOK_SECONDS


def test_the_clock_is_looked_at_after_every_update_that_takes_longer() -> None:
    assert updates_per_look(Network(chain((20, 8, 1))), 10**9) == 1
