"""Write the synthetic examples beside this file again, byte for byte the same.

python resources/examples/generate.py
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playground.data import generators

TABLES: dict[str, Callable[[], str]] = {
    "houses.csv": generators.property_prices,
    "line.csv": generators.line,
    "two_valleys.csv": generators.two_valleys,
    "xor.csv": generators.xor,
}


def write(folder: Path) -> None:
    for name, generate in TABLES.items():
        (folder / name).write_bytes(generate().encode("utf-8"))


if __name__ == "__main__":
    write(Path(__file__).resolve().parent)
