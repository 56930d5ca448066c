"""Whoever does everything there is to do in the window: how late its timer is for each of these deeds.

Run it: ``python tests/benchmarks/storm.py [first|network|table|lab …] [--where]`` from the project's folder;
it plays the scenes, all if none is named, at rest and while training, each in two minutes or three. It prints
the ten deeds after which a 60 Hz timer was latest, in ms, and how long the window's own thread was computing
between two ticks; of the rest it waited, for another thread or for the machine.
``first`` is the first scene; ``network`` a 64-128-128 network on its rows; ``table`` 500,000 × 20; ``lab``
the landscape lab. The deeds: every action, menu, panel and example; every button, list, slider and number in
the panels; undo and redo of whatever can be; sizes of the window, zoom from 75 to 200 %, selections.
``--where`` also says what the window did whenever it was late by more than 50 ms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPointF, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QSlider,
    QWhatsThis,
    QWidget,
)
from shiboken6 import isValid

from playground.app import HAND_OVER, Assembly, assembled, create_application
from playground.data.examples import EXAMPLES
from playground.document import edits
from playground.document.project import present_parameters
from tests.benchmarks.large_table import Probe, settle, wait, wait_until, write_table

LOOK = 0.35
"""Seconds to look on after a deed."""
LONG = {"fan": 2.0, "brute_force": 2.0, "prove": 2.0, "good_settings": 2.0, "lab": 1.5, "examples": 1.0}
NOT_HERE = {"quit"}
LATE = 50.0
SIZES = ((1024, 700), (1180, 800), (1440, 900), (1920, 1080), (2560, 1440), (1440, 900))


@dataclass(frozen=True)
class Found:
    """How late the timer was at most after a deed, and how long the window computed at most; both in ms."""

    late: float
    busy: float
    scene: str
    deed: str
    where: str = ""


class Storm:
    """Does one thing after another in a scene, and keeps what the probe tells."""

    def __init__(self, program: Assembly, probe: Probe, scene: str, *, trains: bool) -> None:
        self.program, self.probe, self.trains = program, probe, trains
        self.scene = f"{scene}, training" if trains else scene
        self.found: list[Found] = []
        self._actions = program.window.named_actions
        self._stack = program.document.undo_stack
        self._project, self._view = program.document.project, program.document.view

    def do(self, name: str, act: Callable[[], object], seconds: float = LOOK) -> None:
        """Do it, look on, and take it back if it can be."""
        before = self._stack.index()
        self._watch(name, act, seconds)
        if self._stack.index() > before:
            self._watch(f"undo: {name}", self._actions["undo"].trigger)
            self._watch(f"redo: {name}", self._actions["redo"].trigger)
            self._actions["undo"].trigger()
        self._come_back()

    def _come_back(self) -> None:
        """To the scene, if the deed has opened another."""
        document, controller = self.program.document, self.program.controller
        if document.project.table is not self._project.table:
            document.replace(self._project, self._view, None)
            settle(self.program)
        if controller.running != self.trains:
            controller.toggle()
        wait(0.1)

    def _watch(self, name: str, act: Callable[[], object], seconds: float = LOOK) -> None:
        probe = self.probe
        QTimer.singleShot(200, close_popups)  # some have an event loop of their own
        probe.clear()
        act()
        wait(seconds)
        place = next((place for place, _ms in probe.places.most_common(1)), "")
        late, busy = max(probe.late, default=0.0), max(probe.busy, default=0.0)
        self.found.append(Found(1000 * late, 1000 * busy, self.scene, name, place))
        close_windows(self.program.window)


def close_popups() -> None:
    QWhatsThis.leaveWhatsThisMode()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def close_windows(but: QWidget) -> None:
    for window in QApplication.topLevelWidgets():
        if window is not but and window.isVisible() and not isinstance(window, QMenu):
            window.close()
    wait(0.05)


# -- deeds --


def play(storm: Storm) -> None:
    program = storm.program
    window, workspace = program.window, program.window.workspace
    for name, seconds in ((name, LONG.get(name, LOOK)) for name in window.named_actions):
        if name not in NOT_HERE:
            storm.do(f"action {name}", window.named_actions[name].trigger, seconds)
            tidy(program)
    for menu in window.menuBar().findChildren(QMenu):
        storm.do(f"menu {menu.title()}", partial(menu.popup, window.mapToGlobal(QPointF(80, 80)).toPoint()))
    for dock in workspace.docks:
        storm.do(f"hide {dock.windowTitle()}", dock.hide)
        storm.do(f"show {dock.windowTitle()}", dock.show)
        storm.do(f"raise {dock.windowTitle()}", dock.raise_)
        for name, press in list(controls(dock)):
            storm.do(f"{dock.windowTitle()}: {name}", press)
    look_at_the_canvas(storm)
    for width, height in SIZES:
        storm.do(f"size {width} × {height}", partial(window.resize, width, height))
    tidy(program)


def tidy(program: Assembly) -> None:
    """What a deed may have left under way."""
    places = program.window.workspace.surface.places
    if places.is_open:
        places.button.setChecked(False)
    program.window.setWindowState(Qt.WindowState.WindowNoState)
    wait(0.2)


def controls(parent: QWidget) -> Iterator[tuple[str, Callable[[], object]]]:
    """What in a panel is pressed, chosen or moved: its name, and how to do so as a person would."""
    for button in parent.findChildren(QAbstractButton):
        name = button.accessibleName() or button.text()
        if button.isVisible() and button.isEnabled() and name:
            yield f"press {name}", partial(press, parent, name)
    keys = ((QComboBox, Qt.Key.Key_Down), (QSlider, Qt.Key.Key_Right), (QLineEdit, Qt.Key.Key_Up))
    for kind, key in keys:
        for widget in parent.findChildren(kind):
            if widget.isVisible() and widget.isEnabled() and not isinstance(widget.parent(), QComboBox):
                name = widget.accessibleName()
                yield f"{key.name} in {name}", partial(strike, widget, key)


def strike(widget: QWidget, key: Qt.Key) -> None:
    if isValid(widget):  # another deed may have made the panel anew
        QTest.keyClick(widget, key)


def press(parent: QWidget, name: str) -> None:
    """Found anew, for the same reason as `strike` asks."""
    for button in parent.findChildren(QAbstractButton):
        if name in (button.accessibleName(), button.text()) and button.isVisible() and button.isEnabled():
            button.click()
            return


def look_at_the_canvas(storm: Storm) -> None:
    program = storm.program
    network, canvas = program.document.project.network, program.window.workspace.network.canvas
    middle = network.layers[len(network.layers) // 2]
    for name, chosen in (
        ("an input", (network.inputs.neurons[0].id,)),
        ("a neuron", (middle.neurons[0].id,)),
        ("a layer", tuple(neuron.id for neuron in middle.neurons)),
        ("an output", (network.layers[-1].neurons[0].id,)),
        ("a weight", (sorted(present_parameters(network))[-1],)),
        ("nothing", ()),
    ):
        view = replace(program.document.view, selection=chosen)
        storm.do(f"select {name}", partial(program.document.set_view, view))
        for button, press_it in list(controls(program.window.workspace.inspector)) if chosen else ():
            storm.do(f"Inspector of {name}: {button}", press_it)
    storm.do("select all", partial(QTest.keyClick, canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier))
    storm.do("zoom from 75 to 200 %", partial(zoom, program))
    storm.do("fit", canvas.fit)
    storm.do("mouse over the canvas", partial(hover, canvas))


def zoom(program: Assembly) -> None:
    canvas = program.window.workspace.network.canvas
    for goal in (0.75, 2.0, 1.0):
        for _ in range(30):
            share = canvas.view.zoom / goal
            if 0.85 < share < 1.18:
                break
            canvas.zoom_in() if share < 1 else canvas.zoom_out()
            wait(0.03)


def hover(canvas: QWidget) -> None:
    for step in range(1, 40):
        share = step / 40
        QTest.mouseMove(canvas, QPointF(share * canvas.width(), share * canvas.height()).toPoint())
        wait(0.016)


def open_examples(storm: Storm) -> None:
    document = storm.program.document
    for each in EXAMPLES:
        before = document.project.table

        def opened(file: str = each.file, table: object = before) -> None:
            storm.program.window.files.open_example(file)
            wait_until(lambda: document.project.table is not table, 5.0)

        storm.do(f"example {each.title}", opened, 1.0)


def work_in_the_lab(storm: Storm) -> None:
    lab = storm.program.window.landscape_lab
    storm.do("open the lab", lab.show, 1.5)
    wait_until(lambda: lab.window is not None)
    window = lab.window
    assert window is not None
    for index in range(window.form.function.count()):
        lab.show()
        name = window.form.function.itemText(index)
        choose = partial(window.form.function.chosen.emit, window.form.function.itemData(index))
        storm.do(f"lab: {name}", choose, 1.0)
        for button in window.view.header_widgets():
            if isinstance(button, QAbstractButton) and button.isCheckable():
                lab.show()
                storm.do(f"lab: {name}: {button.accessibleName()}", button.click, 0.8)
        lab.show()
        storm.do(f"lab: {name}: train", window.train_button.click, 2.0)


# -- scenes --


def enter(program: Assembly, scene: str, folder: Path) -> None:
    document = program.document
    if scene == "network":
        project = document.project
        while project.network.hidden:
            project = edits.remove_layer(project, project.network.hidden[0].id)
        for place, size in enumerate((64, 128, 128), start=1):
            project = edits.add_layer(project, place, size)
        document.edit("A large network", project)
        settle(program)
    elif scene == "table":
        before = document.project.table
        program.window.files.open(folder / "wide.csv")
        wait_until(lambda: document.project.table is not before)
        settle(program)


def play_scene(scene: str, folder: Path, *, trains: bool, where: bool) -> list[Found]:
    settings = QSettings(f"{folder}/{scene}{trains}.ini", QSettings.Format.IniFormat)
    with assembled(settings) as program:
        program.window.resize(1440, 900)
        wait(1.0)
        enter(program, scene, folder)
        if trains:
            program.controller.set_speed(None)
            program.controller.train()
        probe = Probe(where=where)
        storm = Storm(program, probe, scene, trains=trains)
        if scene == "lab":
            work_in_the_lab(storm)
        else:
            play(storm)
        if scene == "first":
            open_examples(storm)
        probe.end()
        program.controller.pause()
        program.document.undo_stack.setClean()
        program.window.close()
    return storm.found


@contextmanager
def answered(folder: Path) -> Iterator[None]:
    """Dialogs that would wait for an answer get one at once."""
    saved, discard = (f"{folder}/saved.nnp", ""), QMessageBox.StandardButton.Discard.value
    with (
        patch.object(QFileDialog, "getOpenFileName", lambda *_: ("", "")),
        patch.object(QFileDialog, "getSaveFileName", lambda *_: saved),
        patch.object(QMessageBox, "exec", lambda _: discard),
    ):
        yield


def report(found: list[Found]) -> None:
    print(f"\n{len(found)} deeds. ms late, ms computing")
    found = sorted(found, key=lambda one: -one.late)
    for one in found[:10]:
        print(f"{one.late:6.0f} {one.busy:6.0f}  {one.scene}: {one.deed}", flush=True)
    for one in found:
        if one.late > LATE and one.where:
            print(f"{one.late:6.0f} {one.busy:6.0f}  {one.scene}: {one.deed}\n          {one.where[:300]}")


def main() -> None:
    application = create_application()  # noqa: F841 - kept until the end
    sys.setswitchinterval(HAND_OVER)
    scenes = [word for word in sys.argv[1:] if not word.startswith("--")] or [
        *("first", "network", "table", "lab")
    ]
    found: list[Found] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        if "table" in scenes:
            write_table(folder / "wide.csv", 500_000, 20)
        with answered(folder):
            for scene in scenes:
                for trains in (False, True):
                    found += play_scene(scene, folder, trains=trains, where="--where" in sys.argv)
                    report(found)


if __name__ == "__main__":
    main()
