"""Everything a person can ask for, in one table: menus, shortcuts, icons and tips are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from playground.appearance.icons import icon
from playground.appearance.theme import Theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    ``call`` is "receiver.method"; the receivers are named by whoever builds the actions. ``shortcuts`` are in
    Qt's portable form, the first is the one shown. Of the actions with the same ``choice`` exactly one is on;
    a ``switch`` is on or off; one that is turned elsewhere too follows the receiver's signal of the name
    ``on_by``.
    """

    id: str
    text: str
    call: str
    tip: str
    icon: str
    shortcuts: tuple[str, ...] = ()
    choice: str = ""
    switch: bool = False
    on_by: str = ""


SEPARATOR: Final = "-"
RECENT: Final = "recent"
PANELS: Final = "panels"
"""Places of the menus that are filled while the program runs."""

# fmt: off
ACTIONS: Final = (
    ActionSpec("open", "Open…", "files.choose_and_open", "Open a CSV file or a saved project", "open",
               ("Ctrl+O",)),
    ActionSpec("examples", "Examples…", "examples.show",
               "Choose an example: its picture, its noise, its size", "gallery", ("Ctrl+Shift+O",)),
    ActionSpec("new_points", "New: paint points of two kinds", "painting.new_categories",
               "An empty sheet for points of your own, of two categories; learned from while you paint",
               "brush", ("Ctrl+N",)),
    ActionSpec("new_values", "New: paint points with a value", "painting.new_values",
               "An empty sheet for points of your own, each with a number; learned from while you paint",
               "brush", ("Ctrl+Shift+N",)),
    ActionSpec("stop_reading", "Stop reading", "files.stop_reading",
               "Give up the file that is being read; what is on screen stays", "close", ("Ctrl+.",)),
    ActionSpec("predict", "Predict a file…", "applying.choose_and_predict",
               "The trained network’s answers for every row of a CSV file", "predictions", ("Ctrl+P",)),
    ActionSpec("save", "Save", "files.save", "Save data, network and what it has learned", "save",
               ("Ctrl+S",)),
    ActionSpec("save_as", "Save as…", "files.save_as", "Save under another name", "copy",
               ("Ctrl+Shift+S",)),
    ActionSpec("quit", "Quit", "window.close", "Close the playground", "quit", ("Ctrl+Q",)),

    ActionSpec("undo", "Undo", "undo.undo", "Take back the last change", "undo", ("Ctrl+Z",)),
    ActionSpec("redo", "Redo", "undo.redo", "Make the change again", "redo",
               ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("paint", "Paint points", "painting.toggle",
               "Add and erase rows with a brush, where a row is two numbers and what is learned", "brush",
               ("Ctrl+B",)),
    ActionSpec("remove", "Remove", "network.remove",
               "Remove the selected neurons, cut the selected synapses", "remove", ("Del",)),

    ActionSpec("add_layer", "Add hidden layer", "network.add_layer", "A new layer before the outputs",
               "network", ("Ctrl+L",)),
    ActionSpec("add_neuron", "Add neuron", "network.add_neuron",
               "One more neuron in the selected or the last layer", "neuron", ("Ctrl+E",)),
    ActionSpec("lock", "Lock", "network.lock", "Keep the selected weights as they are", "lock", ("Ctrl+K",)),
    ActionSpec("unlock", "Unlock", "network.unlock",
               "Train the selected weights again; all if none is selected", "unlock", ("Ctrl+Shift+K",)),
    ActionSpec("lock_others", "Lock the others", "network.lock_others",
               "Train only the two weights of the cost surface: then the picture is exact", "axes",
               ("Ctrl+Alt+K",)),

    ActionSpec("train", "Train", "training.toggle", "Train all runners, or pause", "train", ("Ctrl+Return",)),
    ActionSpec("update", "Update", "training.step_update", "Change the weights once, then pause", "update",
               ("F10",)),
    ActionSpec("epoch", "Epoch", "training.step_epoch", "Train to the end of the epoch, then pause", "epoch",
               ("Shift+F10",)),
    ActionSpec("restart", "Restart", "training.restart", "Back to the first weights, the same ones",
               "restart", ("Ctrl+R",)),
    ActionSpec("new_weights", "New weights", "training.new_weights", "Start from other random weights",
               "dice", ("Ctrl+Shift+R",)),
    ActionSpec("set_start", "Set the start", "race.place_start",
               "The next click on the cost surface puts the start of all runners there", "target",
               ("Ctrl+Shift+Return",)),
    ActionSpec("fan", "Many seeds…", "race.train_many_seeds",
               "Train one runner with many seeds, and see in which minimum each of them ends", "dice",
               ("Ctrl+Shift+F",)),
    ActionSpec("brute_force", "Try every value…", "race.try_every_value",
               "Brute force on one or two weights, and what it would cost on all", "number",
               ("Ctrl+Shift+T",)),
    ActionSpec("places", "Minima and saddles", "places.open",
               "List the places that stand out of the cost surface, or hide the list", "table",
               ("Ctrl+M",)),
    ActionSpec("prove", "Prove the lowest minimum", "places.prove",
               "Show that no place of the surface's window is lower: 10 s at most", "check",
               ("Ctrl+Shift+M",)),
    ActionSpec("good_settings", "Find good settings", "tuning.start",
               "Compare sizes and penalties on the training rows, and take the best", "target",
               ("Ctrl+Alt+G",)),
    ActionSpec("slower", "Slower", "speed.slower", "Half as many updates per second", "chevron_left",
               ("Ctrl+Left",)),
    ActionSpec("faster", "Faster", "speed.faster", "Twice as many updates per second", "chevron_right",
               ("Ctrl+Right",)),

    ActionSpec("slopes", "Slope arrows", "race.toggle_slopes",
               "On the cost surface: downhill for the next batch, and for all rows", "axes",
               ("Ctrl+Shift+D",), switch=True),
    ActionSpec("gradient", "Gradient on synapses", "canvas.toggle_gradient",
               "Mark how the cost changes with every weight", "curve", ("Ctrl+G",),
               switch=True, on_by="gradient_shown"),
    ActionSpec("contributions", "Contributions", "canvas.toggle_contributions",
               "Show what each neuron of the last hidden layer adds to the output", "weights",
               ("Ctrl+Shift+G",), switch=True, on_by="contributions_shown"),
    ActionSpec("outline", "Network as an outline", "canvas.toggle_outline",
               "The same network as a tree, for keyboard and screen reader", "table", ("Ctrl+Shift+L",),
               switch=True, on_by="outline_shown"),
    ActionSpec("lab", "Landscape lab", "lab.show",
               "Watch optimizers on functions of two numbers, known ones or your own", "contours",
               ("Ctrl+Alt+L",)),

    ActionSpec("scheme_system", "Colors of the system", "window.use_system_scheme",
               "Light or dark, as the system is", "screen", choice="scheme"),
    ActionSpec("scheme_light", "Light", "window.use_light_scheme", "Always light", "sun", choice="scheme"),
    ActionSpec("scheme_dark", "Dark", "window.use_dark_scheme", "Always dark", "moon", choice="scheme"),
    ActionSpec("motion", "Reduce motion", "window.toggle_motion",
               "Show at once what you do to the network, without easing", "speed", ("Ctrl+Alt+M",),
               switch=True, on_by="motion_reduced"),
    ActionSpec("reset_layout", "Reset the layout", "window.reset_layout",
               "Put all panels back in their places", "layout", ("Ctrl+0",)),
    ActionSpec("full_screen", "Full screen", "window.toggle_full_screen",
               "Use the whole screen, or a window again", "fit", ("F11",)),

    ActionSpec("explain", "What does this show?", "window.explain_focus",
               "Explain the panel in use: what it shows, how exact it is, what to try", "help", ("F1",)),
    ActionSpec("shortcuts", "Keyboard shortcuts", "window.show_shortcuts", "List every shortcut", "keyboard",
               ("Ctrl+/",)),
    ActionSpec("about", "About", "window.show_about", "Name, version and license", "info"),
)

MENUS: Final = (
    ("&File", ("new_points", "new_values", SEPARATOR, "open", "examples", RECENT, "stop_reading", SEPARATOR,
               "save", "save_as", SEPARATOR, "predict", SEPARATOR, "quit")),
    ("&Edit", ("undo", "redo", SEPARATOR, "remove", "paint")),
    ("&Network", ("add_layer", "add_neuron", SEPARATOR, "lock", "unlock", "lock_others")),
    ("&Train", ("train", "update", "epoch", SEPARATOR, "restart", "new_weights", "set_start", SEPARATOR,
                "places", "prove", "fan", "brute_force", SEPARATOR, "good_settings", SEPARATOR, "slower",
                "faster")),
    ("&View", (PANELS, SEPARATOR, "gradient", "contributions", "outline", "slopes", SEPARATOR, "lab",
               SEPARATOR, "scheme_system", "scheme_light", "scheme_dark", "motion", SEPARATOR,
               "reset_layout", "full_screen")),
    ("&Help", ("explain", "shortcuts", "about")),
)

CANVAS_KEYS: Final = (
    ("Next, previous neuron", "Tab, Shift+Tab"),
    ("Along the synapses", "Arrow keys"),
    ("Change what is selected", "Return"),
    ("Select all neurons", "Ctrl+A"),
    ("Show the whole network", "F"),
    ("Zoom", "+, −, mouse wheel"),
    ("Gradient, outline", "G, O"),
    ("Move the picture", "Space and drag"),
)
"""Keys the canvas understands while it has the focus."""
# fmt: on


def build_actions(parent: QObject, receivers: Mapping[str, object]) -> dict[str, QAction]:
    """All actions of the table by id, connected to their receivers; icons come with `restyle_actions`.

    Raises ``KeyError`` or ``AttributeError`` for a call that leads nowhere.
    """
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        action.setStatusTip(spec.tip)
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        name = spec.text.rstrip("…")
        action.setToolTip(f"{name} ({_native(spec.shortcuts[0])})\n{spec.tip}" if spec.shortcuts else name)
        receiver, method = spec.call.split(".")
        action.triggered.connect(getattr(receivers[receiver], method))
        if spec.choice:
            action.setCheckable(True)
            groups.setdefault(spec.choice, QActionGroup(parent)).addAction(action)
        elif spec.switch:
            action.setCheckable(True)
        if spec.on_by:
            getattr(receivers[receiver], spec.on_by).connect(action.setChecked)
        actions[spec.id] = action
    return actions


def restyle_actions(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Give all actions their icons in the theme's text color."""
    for spec in ACTIONS:
        actions[spec.id].setIcon(icon(spec.icon, theme, "text"))


def listed_shortcuts() -> list[tuple[str, str, str]]:
    """(menu, name, keys) of every action with a shortcut, then those of the canvas."""
    specs = {spec.id: spec for spec in ACTIONS}
    found = [
        (menu.replace("&", ""), specs[entry].text.rstrip("…"), _native(specs[entry].shortcuts[0]))
        for menu, entries in MENUS
        for entry in entries
        if entry in specs and specs[entry].shortcuts
    ]
    return found + [("On the canvas", name, keys) for name, keys in CANVAS_KEYS]


def _native(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
