"""The shape of the program: arrows point down only, the core knows no Qt, files and functions stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "playground"

# Lower rooms stand further down; a room may import rooms of lower rows only.
ROWS = (
    ("__main__", "cli"),
    ("self_test",),
    ("app",),
    ("ui",),
    ("canvas", "plots", "panels"),
    ("appearance",),
    ("lessons", "export"),
    ("training",),
    ("document",),
    ("data", "engine"),
    ("resources",),
)
ROW_OF = {room: row for row, rooms in enumerate(ROWS) for room in rooms}

WITHOUT_QT = (
    "resources.py",
    "cli/",
    "engine/",
    "data/",
    "lessons/",
    "export/",
    "document/project.py",
    "document/edits.py",
    "document/examples.py",
    "document/view_state.py",
    "training/changes.py",
    "appearance/numbers.py",
)
WITHOUT_WIDGETS = ("document/", "training/")

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_THE_WINDOW = 250

FILES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_modules(path: Path) -> set[str]:
    """Full names of everything a file imports, wherever in the file it does so."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import in line {node.lineno}"
            modules |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return modules


def imported_rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported_modules(path) if name.startswith("playground.")} & set(
        ROW_OF
    )


def test_every_file_belongs_to_a_room() -> None:
    strangers = [
        name_of(path) for path in FILES if room_of(path) not in ROW_OF and name_of(path) != "__init__.py"
    ]
    assert not strangers


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_arrows_point_down(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert not imported_rooms(path)
        return
    if room == "__main__":  # the entry point may reach its row's command line
        assert imported_rooms(path) <= {"cli", "app", "resources"}
        return
    wrong = {other for other in imported_rooms(path) - {room} if ROW_OF[other] <= ROW_OF[room]}
    assert not wrong, f"{name_of(path)} must not import {sorted(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_qt_stays_in_its_rooms(path: Path) -> None:
    name, modules = name_of(path), imported_modules(path)
    if name.startswith(WITHOUT_QT) or path.name == "__init__.py":
        assert not {module for module in modules if module.startswith(("PySide6", "pyqtgraph"))}
    if name.startswith(WITHOUT_WIDGETS):
        assert not {module for module in modules if "QtWidgets" in module or module.startswith("pyqtgraph")}


def test_core_runs_where_qt_cannot_be_imported() -> None:
    modules = [
        "playground." + name.removesuffix(".py").replace("/", ".")
        for name in map(name_of, FILES)
        if name.startswith(WITHOUT_QT) and not name.endswith("__init__.py")
    ]
    program = "import sys; sys.modules['PySide6'] = None; sys.modules['pyqtgraph'] = None\n"
    program += "\n".join(f"import {module}" for module in modules)
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    most = MOST_LINES_OF_THE_WINDOW if name_of(path) == "ui/main_window.py" else MOST_LINES_OF_A_FILE
    assert len(text.splitlines()) <= most
    long = [
        f"{node.name} in line {node.lineno}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long
