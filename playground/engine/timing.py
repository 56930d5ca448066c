"""What things cost, roughly: to decide how often to record and to look at the clock.

Constants, not measurements of the moment: the same seed must record the same points on every machine.
"""

from __future__ import annotations

from playground.engine.network import Network

RECORDING_SHARE = 0.015
"""Of the time of training, what recording the history may take in the long run."""

LOOK_SECONDS = 1e-3
"""Training looks at the clock about this often."""

POINTS_PER_EPOCH = 16
"""History points per epoch, at first: each costs a pass over all rows."""
LONG_JUDGING = 2e-3
"""Seconds. Where judging takes longer, it may take no more than about `EARLY_SHARE` from the first update on;
elsewhere the early points are there before anybody has waited for them."""
EARLY_SHARE = 0.2


def update_seconds(network: Network, batch_size: int) -> float:
    """One update: some 17 NumPy calls, and arithmetic."""
    return 8e-6 + 4e-10 * network.layout.n_params * batch_size


def updates_per_look(network: Network, batch_size: int) -> int:
    """Updates between two looks at the clock."""
    return max(1, int(LOOK_SECONDS / update_seconds(network, batch_size)))


def judging_seconds(network: Network, n_rows: int) -> float:
    """The cost over so many rows."""
    return 1.5e-5 + 2e-10 * network.layout.n_params * n_rows


def settled_stride(network: Network, batch_size: int, n_rows_to_judge: int) -> int:
    """Updates between two points of the history, in the long run."""
    affordable = RECORDING_SHARE * update_seconds(network, batch_size)
    return max(1, round(judging_seconds(network, n_rows_to_judge) / affordable))


def first_stride(network: Network, batch_size: int, n_batches: int, n_rows_to_judge: int) -> int:
    """Updates between two points of the history at first, with ``n_batches`` in an epoch."""
    often = -(-n_batches // POINTS_PER_EPOCH)
    judging = judging_seconds(network, n_rows_to_judge)
    if judging <= LONG_JUDGING:
        return often
    affordable = round(judging / (EARLY_SHARE * update_seconds(network, batch_size)))
    return min(n_batches, max(often, affordable))
