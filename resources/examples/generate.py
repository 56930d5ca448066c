"""Write the synthetic examples beside this file again, byte for byte the same.

python resources/examples/generate.py
"""

from __future__ import annotations

from pathlib import Path

from playground.data.examples import EXAMPLES


def write(folder: Path) -> None:
    for example in EXAMPLES:
        if example.make is not None:
            (folder / example.file).write_bytes(example.text().encode("utf-8"))


if __name__ == "__main__":
    write(Path(__file__).resolve().parent)
