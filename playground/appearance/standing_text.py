"""The network beside simpler models in one line: mean 132 · linear 58.1 · this network 20.3 k€. No Qt."""

from __future__ import annotations

from playground.appearance.numbers import format_number, format_percent, with_unit
from playground.data.scores import Scores
from playground.training.standing import Standing


def standing_text(standing: Standing) -> str:
    """Guess, linear model and network, the unit once at the end; then what is measured."""
    comparison, is_number = standing.comparison, standing.comparison.is_number
    reached = standing.reached
    parts = (
        (comparison.guess if is_number else f"always {comparison.guess}", reached.guess),
        (comparison.linear, reached.linear),
        ("this network", reached.network),
    )
    text = " · ".join(f"{name} {_value(scores)}" for name, scores in parts)
    measure = "typical error" if is_number else "right"
    rows = "test rows" if comparison.are_test_rows else "training rows"
    return f"{with_unit(text, standing.unit)} ({measure}, {rows})"


def _value(scores: Scores) -> str:
    if scores.accuracy is not None:
        return format_percent(scores.accuracy)
    return "–" if scores.rmse is None else format_number(scores.rmse)
