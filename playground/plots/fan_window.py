"""Many seeds in a small window: which runner, how many seeds and updates, and where they ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from playground.appearance.fields import ComboField, NumberField
from playground.appearance.numbers import format_count, format_number, format_percent
from playground.appearance.theme import Theme
from playground.engine.fan import Fan, Share
from playground.plots.experiment_window import ExperimentWindow, wrapped
from playground.training.fan import MOST_SEEDS

INTRO = (
    "Trains one runner again and again from the same start, each time with another order of the rows (the "
    "seeds 1, 2, 3 …), and counts in which minimum each of them ends. The training under way is not touched."
)
BY_PLACE = (
    "A path ends in the minimum that descent over all rows, in short steps and without chance, reaches from "
    "its last point."
)
BY_COST = (
    "More than two weights train: minima are told apart by the cost that descent over all rows reaches from "
    "a path's last point; costs less than 2 % of the whole way down apart count as one. On the map the paths "
    "are their feet on it."
)
FIRST_SEEDS, FIRST_UPDATES = 100, 300
MOST_UPDATES = 1_000_000
MOST_LISTED = 6
Array = npt.NDArray[np.float64]


Where = Callable[[Array], str]


def _nowhere(_theta: Array) -> str:
    return "that place"


class FanWindow(ExperimentWindow):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("Many seeds", INTRO, theme, parent)
        self.runner = ComboField("Runner", theme)
        self.runner.setToolTip("Runner\nOne that takes the rows in an order: single rows, or batches.")
        self.seeds = NumberField("Seeds", FIRST_SEEDS, 2, MOST_SEEDS, integer=True)
        self.seeds.setToolTip(f"Seeds\nHow many times it is trained, from 2 to {MOST_SEEDS}.")
        self.updates = NumberField("Updates of each", FIRST_UPDATES, 1, MOST_UPDATES, integer=True)
        self.updates.setToolTip("Updates of each\nAfter so many it is seen where the path has come to.")
        for name, field in (("Runner", self.runner), ("Seeds", self.seeds), ("Updates", self.updates)):
            self.form.addRow(name, field)
        self.shares = wrapped("")
        self.how = wrapped("", muted=True)
        self.found.addWidget(self.shares)
        self.found.addWidget(self.how)

    @property
    def runner_id(self) -> int | None:
        choice = self.runner.choice
        return choice if isinstance(choice, int) else None

    def offer(self, runners: Sequence[tuple[int, str]]) -> None:
        """The runners for which seeds make a difference."""
        self.runner.set_options(list(runners))
        self.button.setEnabled(bool(runners))
        if not runners:
            self.message.setText(
                "Every runner takes all rows at once, so every seed would go the same way. Add one that "
                "learns row by row or in batches."
            )

    def show_fan(self, fan: Fan | None, where: Where = _nowhere) -> None:
        """``where`` tells in words where weights are: "slope 2, bias −1"."""
        if fan is None:
            self.show_progress(0, 1)
            texts = "", "", ""
        else:
            self.show_progress(len(fan.paths), fan.n_seeds)
            done = f"{format_count(len(fan.paths))} of {format_count(fan.n_seeds)} seeds trained"
            texts = (
                f"{done}, {format_count(fan.updates)} updates each.",
                "\n".join(share_lines(fan, where)),
                BY_PLACE if fan.grouping == "place" else BY_COST,
            )
        for label, text in zip((self.message, self.shares, self.how), texts, strict=True):
            label.setText(text)
        self.fit()


def share_lines(fan: Fan, where: Where = _nowhere) -> list[str]:
    """ "98 of 100 (98 %) end in the minimum at …, cost 0.0848, the lowest of them"."""
    lines = [_line(share, fan, where) for share in fan.shares]
    if len(lines) > MOST_LISTED:
        rest = sum(share.count for share in fan.shares[MOST_LISTED - 1 :])
        lines[MOST_LISTED - 1 :] = [f"{rest} of {len(fan.paths)} in {len(lines) - MOST_LISTED + 1} others"]
    return lines


def _line(share: Share, fan: Fan, where: Where) -> str:
    total = len(fan.paths)
    count = f"{share.count} of {total} ({format_percent(share.count / total)})"
    verb = "ends" if share.count == 1 else "end"
    if share.rest is None:
        return f"{count} diverged: try a smaller rate"
    cost = f"cost {format_number(share.rest.cost, 4)}"
    if share.number < 0:
        return f"{count} {verb} near no minimum: from there the cost still falls at {cost}"
    several = sum(each.number >= 0 for each in fan.shares) > 1
    lowest = ", the lowest of them" if share.number == 0 and several else ""
    if fan.grouping == "cost":
        return f"{count} {verb} where descent reaches {cost}{lowest}"
    return f"{count} {verb} in the minimum at {where(share.rest.theta)}, {cost}{lowest}"
