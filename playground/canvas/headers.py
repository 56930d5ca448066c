"""The words above the layers, in a long and a short form."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF

from playground.canvas.look import Look
from playground.canvas.names import layer_summary, short_layer_name
from playground.document.names import layer_name
from playground.engine.specs import NetworkSpec

Lines = tuple[str, str]
NAME_PX = 13.0
SUMMARY_PX = 11.0
_SPARE = 1.1
"""When the picture shrinks, text keeps a readable size a little longer than its place does."""


def header_lines(network: NetworkSpec, contributions: bool, short: bool) -> list[Lines]:
    """Name and summary of every layer."""
    if short:
        return [(short_layer_name(network, i), str(layer.size)) for i, layer in enumerate(network.layers)]
    lines = [(layer_name(network, i), layer_summary(network, i)) for i in range(len(network.layers))]
    if contributions and network.hidden:
        lines[-2] = lines[-2][0], f"contributions · {network.hidden[-1].size}"
    return lines


def header_widths(network: NetworkSpec, contributions: bool, look: Look) -> tuple[tuple[float, float], ...]:
    """For each layer the widths of its header, long and short, at 100 % zoom and the usual text size."""
    name = QFontMetricsF(look.font(NAME_PX, medium=True))
    summary = QFontMetricsF(look.font(SUMMARY_PX))

    def width(lines: Lines) -> float:
        wider = max(name.horizontalAdvance(lines[0]), summary.horizontalAdvance(lines[1]))
        return wider * _SPARE / look.text_scale

    forms = [header_lines(network, contributions, short) for short in (False, True)]
    return tuple((width(long), width(short)) for long, short in zip(*forms, strict=True))
