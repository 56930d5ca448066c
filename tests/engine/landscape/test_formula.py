from __future__ import annotations

import numpy as np
import pytest

from playground.engine.landscape.analytic import FormulaCost
from playground.engine.landscape.formula import FormulaError, parse

POINT = np.array([[0.7, -1.3]])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x^2 + y^2", 0.7**2 + 1.3**2),
        ("2*x^2 - -y", 2 * 0.49 - 1.3),
        ("-x^2", -0.49),
        ("2 × x · y − 1", 2 * 0.7 * -1.3 - 1),
        ("x**3 / (1 + y^2)", 0.343 / 2.69),
        ("sin(π*x) + e", np.sin(np.pi * 0.7) + np.e),
        ("ln(x)", np.log(0.7)),
        ("2^x", 2**0.7),
        ("x^-2 + x^0 + x^0.5", 0.7**-2 + 1 + 0.7**0.5),
        ("  abs(y)\n + sigmoid(0)", 1.8),
        ("tan(x)", np.tan(0.7)),
        ("1e-3*x", 0.0007),
    ],
)
def test_formulas_are_read_as_written(text: str, value: float) -> None:
    assert FormulaCost(text).costs(POINT)[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0),
        ("x^2 + z", 6),
        ("x^2 + ä", 6),
        ("x·x·q", 4),
        ("x^2^q", 4),
        ("  x + frob(y)", 6),
        ("x + sin", 4),
        ("x + sin(x, y)", 4),
        ("x + sin(a=x)", 9),
        ("x + 'a'", 4),
        ("x + True", 4),
        ("x + 1j", 4),
        ("x if y else 1", 0),
        ("x + y[0]", 5),
        ("x.real + 1", 0),
        ("x + (lambda: 1)()", 11),
        ("x // y", 0),
        ("x + x^99", 4),
        ("1e999 * x", 0),
        ("__import__('os')", 11),
        ("x < y", 2),
    ],
)
def test_what_is_wrong_is_said_at_its_character(text: str, at: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.at == at
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["x +", "(x + y", "x y", "x + * y", "x = 3", "1..2", "+" * 300 + "x"])
def test_broken_syntax_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert 0 <= caught.value.at <= len(text)


@pytest.mark.parametrize("text", ["(" * 400 + "x" + ")" * 50, "x+" * 260 + "x", "sin(" * 80 + "x" + ")" * 80])
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)
