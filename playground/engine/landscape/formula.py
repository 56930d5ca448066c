"""A formula in x and y, as text: parsed by ``ast`` over a white list, never evaluated by Python.

What is allowed: numbers, x, y, pi, e, + − * / ^ (or **), parentheses, and the functions of ``FUNCTIONS``.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

Operation = Literal[
    "number", "variable", "negative", "add", "subtract", "multiply", "divide", "power", "apply"
]
T = TypeVar("T")

FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "ln", "sqrt", "abs", "tanh", "sigmoid")
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
AXES: Mapping[str, int] = {"x": 0, "y": 1}
SIGNS: Mapping[str, str] = {"^": "**", "·": "*", "×": "*", "−": "-", "π": "pi", "\n": " ", "\t": " "}

LONGEST = 500
MOST_PARTS = 200
DEEPEST = 60
LARGEST = 1e100
HIGHEST_POWER = 50


class FormulaError(ValueError):
    """What is wrong with a formula, in a sentence, and at which character (counted from 0)."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Node:
    """One operation of a formula: ``number`` its constant, exponent or axis, ``name`` its function."""

    operation: Operation
    parts: tuple[Node, ...] = ()
    number: float = 0.0
    name: str = ""


class Algebra(Protocol, Generic[T]):
    """What a formula is worked out in: numbers, numbers with slopes, or enclosures."""

    def number(self, value: float) -> T: ...
    def variable(self, axis: int) -> T: ...
    def negative(self, a: T) -> T: ...
    def add(self, a: T, b: T) -> T: ...
    def subtract(self, a: T, b: T) -> T: ...
    def multiply(self, a: T, b: T) -> T: ...
    def divide(self, a: T, b: T) -> T: ...
    def power(self, a: T, exponent: int) -> T: ...
    def apply(self, name: str, a: T) -> T: ...


def evaluate(node: Node, algebra: Algebra[T]) -> T:
    """What the formula is worth in that algebra."""
    if node.operation == "number":
        return algebra.number(node.number)
    if node.operation == "variable":
        return algebra.variable(int(node.number))
    a = evaluate(node.parts[0], algebra)
    if node.operation == "negative":
        return algebra.negative(a)
    if node.operation == "power":
        return algebra.power(a, int(node.number))
    if node.operation == "apply":
        return algebra.apply(node.name, a)
    b = evaluate(node.parts[1], algebra)
    binary = {
        "add": algebra.add,
        "subtract": algebra.subtract,
        "multiply": algebra.multiply,
        "divide": algebra.divide,
    }
    return binary[node.operation](a, b)


def parse(text: str) -> Node:
    """The formula's operations. Raises ``FormulaError``."""
    if len(text) > LONGEST:
        raise FormulaError(f"The formula is longer than {LONGEST} characters.", LONGEST)
    if not text.strip():
        raise FormulaError("Type a formula, such as x^2 + y^2.", 0)
    python, places = _as_python(text)
    try:
        tree = ast.parse(python, mode="eval")
    except SyntaxError as error:
        at = places[min(max((error.offset or 1) - 1, 0), len(places) - 1)]
        raise FormulaError("The formula can't be read here.", min(at, len(text) - 1)) from None
    except (RecursionError, MemoryError, ValueError):
        raise FormulaError("The formula is nested too deeply.", 0) from None
    if sum(1 for _ in ast.walk(tree)) > 3 * MOST_PARTS:
        raise FormulaError(f"The formula has more than {MOST_PARTS} parts.", 0)
    return _Reader(places).read(tree.body, DEEPEST)


def _as_python(text: str) -> tuple[str, list[int]]:
    """The formula with Python's signs, and for each of its characters the place in ``text``."""
    shift = len(text) - len(text.lstrip())
    python, places = "", []
    for at, character in enumerate(text[shift:], shift):
        written = SIGNS.get(character, character)
        if not written.isascii() or written in "\\#\"'`;:=@~&|%!?$<>[]{}":
            raise FormulaError(f"“{character}” has no place in a formula.", at)
        python += written
        places += [at] * len(written)
    return python, [*places, len(text)]


class _Reader:
    """From Python's syntax tree to ours; everything that is not on the list is refused where it stands."""

    _BINARY: Mapping[type[ast.operator], Operation] = {
        ast.Add: "add",
        ast.Sub: "subtract",
        ast.Mult: "multiply",
        ast.Div: "divide",
    }

    def __init__(self, places: list[int]) -> None:
        self._places = places

    def _refuse(self, message: str, node: ast.expr) -> FormulaError:
        return FormulaError(message, self._places[node.col_offset])

    def read(self, node: ast.expr, depth: int) -> Node:
        if depth == 0:
            raise self._refuse("The formula is nested too deeply.", node)
        match node:
            case ast.Constant(value=value):
                return self._number(value, node)
            case ast.Name(id=name):
                return self._name(name, node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Node("negative", (self.read(operand, depth - 1),))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand, depth - 1)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self._power(self.read(left, depth - 1), self.read(right, depth - 1), node)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in self._BINARY:
                parts = self.read(left, depth - 1), self.read(right, depth - 1)
                return Node(self._BINARY[type(op)], parts)
            case ast.Call():
                return self._call(node, depth)
        raise self._refuse("This has no place in a formula.", node)

    def _number(self, value: object, node: ast.expr) -> Node:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
            raise self._refuse(f"Numbers are decimal and at most {LARGEST:g}.", node)
        return Node("number", number=float(value))

    def _name(self, name: str, node: ast.expr) -> Node:
        if name in AXES:
            return Node("variable", number=AXES[name])
        if name in CONSTANTS:
            return Node("number", number=CONSTANTS[name])
        if name in FUNCTIONS:
            raise self._refuse(f"{name} needs parentheses: {name}(x).", node)
        raise self._refuse(f"“{name}” is not known here: use x, y, pi, e and {', '.join(FUNCTIONS)}.", node)

    def _call(self, call: ast.Call, depth: int) -> Node:
        if not isinstance(call.func, ast.Name) or call.func.id not in FUNCTIONS:
            name = call.func.id if isinstance(call.func, ast.Name) else "This"
            raise self._refuse(f"{name} is no function here: use {', '.join(FUNCTIONS)}.", call)
        name = call.func.id
        if len(call.args) != 1 or call.keywords or isinstance(call.args[0], ast.Starred):
            raise self._refuse(f"{name} takes one number.", call)
        inner = self.read(call.args[0], depth - 1)
        if name == "tan":
            return Node("divide", (Node("apply", (inner,), name="sin"), Node("apply", (inner,), name="cos")))
        return Node("apply", (inner,), name="log" if name == "ln" else name)

    def _power(self, base: Node, exponent: Node, node: ast.expr) -> Node:
        value = _value_of(exponent)
        if value is None:
            logarithm = Node("apply", (base,), name="log")
            return Node("apply", (Node("multiply", (exponent, logarithm)),), name="exp")
        if value == 0.5:
            return Node("apply", (base,), name="sqrt")
        if value != int(value):
            scaled = Node("multiply", (Node("number", number=value), Node("apply", (base,), name="log")))
            return Node("apply", (scaled,), name="exp")
        if abs(value) > HIGHEST_POWER:
            raise self._refuse(f"Powers go up to {HIGHEST_POWER}.", node)
        raised = Node("power", (base,), number=abs(value)) if value else Node("number", number=1.0)
        return Node("divide", (Node("number", number=1.0), raised)) if value < 0 else raised


def _value_of(node: Node) -> float | None:
    """The number a node stands for, if it is one."""
    if node.operation == "number":
        return node.number
    if node.operation == "negative":
        value = _value_of(node.parts[0])
        return None if value is None else -value
    return None
