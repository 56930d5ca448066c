"""A network without bends as one line of school mathematics: price = 2.10 · area + 13.0. No Qt."""

from __future__ import annotations

from playground.appearance.numbers import MINUS, format_number
from playground.data.dataset import Feature
from playground.document.original_units import LinearFormula

MOST_TERMS = 8
MOST_OUTPUTS = 3


def formula_lines(formula: LinearFormula) -> tuple[str, ...]:
    """One line for each output; of many inputs those that count most, of many outputs the first."""
    shown = range(min(MOST_OUTPUTS, len(formula.outputs)))
    lines = [f"{_name(formula, k)} = {_right_side(formula, k)}" for k in shown]
    more = len(formula.outputs) - MOST_OUTPUTS
    return (*lines, f"and {more:,} more") if more > 0 else tuple(lines)


def _name(formula: LinearFormula, k: int) -> str:
    name = formula.outputs[k].name
    return f"chance of {name}" if formula.link else name


def _right_side(formula: LinearFormula, k: int) -> str:
    text = _sum(formula, k)
    return f"{formula.link}({text})" if formula.link else text


def _sum(formula: LinearFormula, k: int) -> str:
    slopes, inputs = formula.slopes[k], formula.inputs
    weights = [abs(slope) * feature.scale for slope, feature in zip(slopes, inputs, strict=True)]
    largest = sorted(range(len(inputs)), key=lambda i: -weights[i])[:MOST_TERMS]
    terms = [_term(float(slopes[i]), inputs[i]) for i in sorted(largest)]
    if len(inputs) > MOST_TERMS:
        terms.append(f"… ({len(inputs) - MOST_TERMS:,} more)")
    terms.append(format_number(float(formula.intercepts[k])))
    joined = " + ".join(terms)
    return joined.replace(f"+ {MINUS}", f"{MINUS} ")


def _term(slope: float, feature: Feature) -> str:
    name = f"[{feature.name}]" if feature.category is not None or feature.is_gap else feature.name
    return f"{format_number(slope)}\u00a0·\u00a0{name}"
