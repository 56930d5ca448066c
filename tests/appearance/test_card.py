"""Docks have one header: their own, or the tab bar they share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.badge import Badge
from playground.appearance.buttons import IconButton
from playground.appearance.card import Card, DockArrangement, DockCard, HeaderTools
from playground.appearance.theme import LIGHT


def window_with_docks(qtbot: QtBot) -> tuple[QMainWindow, list[DockCard], list[Badge]]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(Card("Network", QWidget(), [QLabel("tools")]))
    badges = [Badge(LIGHT) for _ in range(3)]
    docks = [
        DockCard(name, name.title(), QWidget(), [badge] if badge is not badges[2] else [], window)
        for name, badge in zip(("first", "second", "third"), badges, strict=True)
    ]
    for dock in docks:
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    DockArrangement(window, docks)
    window.resize(900, 500)
    window.show()
    qtbot.waitExposed(window)
    return window, docks, badges


def bar_of(window: QMainWindow) -> QTabBar:
    (bar,) = [
        bar
        for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if bar.isVisible()
    ]
    return bar


def test_a_single_dock_has_its_own_header(qtbot: QtBot) -> None:
    _window, docks, _badges = window_with_docks(qtbot)
    for dock in docks:
        assert dock.tools.isVisible()
        assert dock.titleBarWidget().isVisible()
        assert dock.titleBarWidget().height() == 38


def test_shared_docks_use_the_tab_bar_and_show_the_front_ones_tools(qtbot: QtBot) -> None:
    window, docks, badges = window_with_docks(qtbot)
    window.tabifyDockWidget(docks[0], docks[1])
    docks[1].raise_()
    qtbot.waitUntil(lambda: docks[1].is_sharing)
    bar = bar_of(window)
    qtbot.waitUntil(lambda: badges[1].isVisible() and not badges[0].isVisible())
    badges[1].set_state("exact", "good")
    qtbot.waitUntil(lambda: docks[1].tools.width() >= badges[1].sizeHint().width() > 0)
    assert bar.geometry().contains(docks[1].tools.geometry())

    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    qtbot.waitUntil(lambda: badges[0].isVisible() and not badges[1].isVisible())


def test_a_dock_that_leaves_the_tabs_gets_its_header_back(qtbot: QtBot) -> None:
    window, docks, badges = window_with_docks(qtbot)
    window.tabifyDockWidget(docks[0], docks[1])
    qtbot.waitUntil(lambda: docks[0].is_sharing)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks[0])
    qtbot.waitUntil(lambda: not docks[0].is_sharing)
    qtbot.waitUntil(lambda: badges[0].isVisible() and badges[1].isVisible())
    assert docks[0].titleBarWidget().height() == 38


def test_tools_give_way_to_a_menu_where_there_is_too_little_room(qtbot: QtBot) -> None:
    badge = Badge(LIGHT)
    badge.set_state("exact", "good")
    buttons = [
        IconButton(name, name.title(), LIGHT) for name in ("curve", "contours", "sheet", "help", "more")
    ]
    tools = HeaderTools([badge, *buttons])
    qtbot.addWidget(tools)
    tools.show()
    full = tools.fit(1000).width()
    assert all(button.isVisible() for button in buttons)

    assert tools.fit(full - 20).width() <= full - 20
    assert [button.isVisible() for button in buttons] == [True, True, False, False, True]
    (others,) = [
        child for child in tools.findChildren(QToolButton) if child.accessibleName() == "Other tools"
    ]
    clicked: list[str] = []
    buttons[3].clicked.connect(lambda: clicked.append("help"))
    qtbot.mouseClick(others, Qt.MouseButton.LeftButton)
    menu = tools.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Sheet", "Help"]
    menu.actions()[1].trigger()
    menu.close()
    assert clicked == ["help"]

    badge.set_state("", "muted")
    tools.fit(full - 20)
    assert not buttons[3].isVisible(), "a shorter badge must not make buttons come and go"
    tools.fit(full)
    assert all(button.isVisible() for button in buttons)
