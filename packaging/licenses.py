"""Collects the licenses of what a bundle carries; refuses a bundle with a part that nobody knows of.

Run with the Python that the bundle was made from: ``licenses.py FOLDER MODULES.toc``.
"""

from __future__ import annotations

import ast
import shutil
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

# Top-level module → the distribution whose license it is under. Each one is named in linux/copyright.in too.
DISTRIBUTIONS = {
    "PySide6": "PySide6-Essentials",
    "charset_normalizer": "charset-normalizer",
    "colorama": "colorama",
    "contourpy": "contourpy",
    "numpy": "numpy",
    "pyqtgraph": "pyqtgraph",
    "shiboken6": "shiboken6",
}
OURS = {"playground", "_pyi_rth_utils"}
WORDS = ("license", "licence", "copying", "notice")


def modules(table: Path) -> set[str]:
    """Top-level names of the Python modules in the bundle, from PyInstaller's own table of contents."""
    _, entries = ast.literal_eval(table.read_text(encoding="utf-8"))[:2]
    names = {str(entry[0]).split(".")[0] for entry in entries}
    return {name for name in names - sys.stdlib_module_names if not name.startswith("_sysconfigdata_")}


def collect(name: str, folder: Path) -> None:
    """Copy the license files of a distribution; where it carries none, what its description says of them."""
    source = distribution(name)
    target = folder / name
    found = [
        path
        for path in source.files or []
        if ".dist-info" in path.parts[0] and any(word in path.name.lower() for word in WORDS)
    ]
    for path in found:
        copy = target.joinpath(*(part for part in path.parts[1:] if part != "licenses"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path.locate(), copy)
    if not found:
        target.mkdir(parents=True)
        said = source.metadata.get_all("License-Expression") or source.metadata.get_all("License") or []
        text = f"{name} {source.version}\nLicense: {'; '.join(map(str, said))}\n"
        (target / "LICENSE.txt").write_text(text, encoding="utf-8")


def main(folder: Path, table: Path) -> int:
    unknown = sorted(modules(table) - DISTRIBUTIONS.keys() - OURS)
    if unknown:
        print(f"The bundle holds {', '.join(unknown)}: leave it out in playground.spec, or name it and its")
        print("license in licenses.py and linux/copyright.in.")
        return 1
    for name in sorted(set(DISTRIBUTIONS.values())):
        collect(name, folder)
    collect("pyinstaller", folder)
    python = folder / "Python"
    python.mkdir()
    places = [
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sys.version_info[0]}.{sys.version_info[1]}/copyright"),
    ]
    present = [place for place in places if place.is_file()]
    if not present:
        print("Python's license was not found")
        return 1
    shutil.copyfile(present[0], python / "LICENSE.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
