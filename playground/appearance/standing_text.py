"""The network beside simpler models in one line: mean 132 · linear 58.1 · this network 20.3 k€. No Qt."""

from __future__ import annotations

from playground.appearance.numbers import format_number, format_percent, with_unit
from playground.data.scores import Scores
from playground.training.standing import Standing


def standing_text(standing: Standing) -> str:
    """Guess, linear model and network, the unit once at the end; then what is measured."""
    parts = (
        (standing.guess_name, standing.guess),
        (standing.linear_name, standing.linear),
        ("this network", standing.network),
    )
    text = " · ".join(f"{name} {_value(scores)}" for name, scores in parts)
    measure = "right" if standing.network.accuracy is not None else "typical error"
    rows = "test rows" if standing.are_test_rows else "training rows"
    return f"{with_unit(text, standing.unit)} ({measure}, {rows})"


def standing_verdict(standing: Standing) -> str:
    """Whether the hidden neurons are worth it, in a sentence."""
    simpler = f"the {standing.linear_name} model"
    if standing.verdict == "better":
        return f"The network is better than {simpler}."
    if standing.verdict == "worse":
        return f"The network is worse than {simpler} so far: train on, or take the simpler one."
    return f"The network is about as good as {simpler}: the difference may be chance."


def _value(scores: Scores) -> str:
    if scores.accuracy is not None:
        return format_percent(scores.accuracy)
    return "–" if scores.rmse is None else format_number(scores.rmse)
