"""When training stops by itself. Tested on update counts only: the same seed stops at the same place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.engine.snapshot import StopReason
from playground.engine.specs import StopSpec

LEAST_IMPROVEMENT = 1e-4
"""A cost counts as improved if it fell by this part of itself."""


@dataclass(slots=True)
class Best:
    """The lowest cost at the end of an epoch so far, and that epoch."""

    cost: float | None = None
    epoch: int = 0

    def note(self, cost: float, epoch: int) -> None:
        if self.cost is None or cost < self.cost * (1.0 - LEAST_IMPROVEMENT):
            self.cost, self.epoch = cost, epoch


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a runner has come. ``at_epoch_end``: just now, an epoch has ended."""

    updates: int
    epochs: int
    at_epoch_end: bool
    seconds: float


def reason_to_stop(
    stop: StopSpec, progress: Progress, cost: Callable[[], float], best: Best
) -> StopReason | None:
    """The first condition that holds; costs and epochs are looked at when an epoch ends."""
    reason = _reason_at_epoch_end(stop, progress.epochs, cost, best) if progress.at_epoch_end else None
    if reason is not None:
        return reason
    if stop.updates is not None and progress.updates >= stop.updates:
        return StopReason(
            "updates", f"{progress.updates:,} updates done, as chosen. Choose more to train on."
        )
    if stop.seconds is not None and progress.seconds >= stop.seconds:
        return StopReason(
            "time", f"{stop.seconds:g} seconds of training are over, as chosen. Choose more to train on."
        )
    return None


def _reason_at_epoch_end(
    stop: StopSpec, epoch: int, cost: Callable[[], float], best: Best
) -> StopReason | None:
    if stop.cost_below is not None and cost() < stop.cost_below:
        return StopReason(
            "cost_below",
            f"The cost has fallen below {stop.cost_below:g} after {_epochs(epoch)}. "
            "Choose a lower limit to train on.",
        )
    if stop.epochs is not None and epoch >= stop.epochs:
        return StopReason(
            "epochs", f"{_epochs(epoch).capitalize()} done, as chosen. Choose more epochs to train on."
        )
    patience = stop.no_improvement_epochs
    if patience is not None and best.cost is not None and epoch - best.epoch >= patience:
        return StopReason(
            "no_improvement",
            f"The cost has hardly fallen for {_epochs(patience)} (lowest after {_epochs(best.epoch)}). "
            "Try another learning rate or more neurons, or allow more epochs without improvement.",
        )
    return None


def diverged(updates: int) -> StopReason:
    """The weights, or the cost, left what numbers can hold."""
    return StopReason(
        "diverged",
        f"Training has diverged after {updates:,} update{'' if updates == 1 else 's'}: the weights grew "
        "without bound. They are kept as they last were. Restart with a learning rate ten times smaller, "
        "or scale the inputs.",
    )


def cost_overflowed(updates: int) -> StopReason:
    """The cost is no number at weights that are."""
    if updates > 0:
        return diverged(updates)
    return StopReason(
        "diverged",
        "Training cannot begin: at the starting weights the cost is larger than any number. Scale the "
        "inputs, or choose smaller starting weights or a smaller penalty.",
    )


def _epochs(count: int) -> str:
    return f"{count:,} epoch{'' if count == 1 else 's'}"
