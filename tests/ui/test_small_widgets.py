"""Empty state, panel, elided label, divider, spinner: the small ones."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.elided_label import ElidedLabel
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.panel import Panel
from migma_desktop.ui.widgets.row_hover import RowHoverDelegate
from migma_desktop.ui.widgets.spinner import Spinner


def test_an_empty_state_says_what_to_do_next(icons: Icons, qtbot: QtBot) -> None:
    state = EmptyState(
        "send", "Nothing sent yet", "It will be listed here.", icons=icons, action_text="Send"
    )
    qtbot.addWidget(state)
    button = state.findChildren(QPushButton)[0]
    with qtbot.waitSignal(state.action_triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert state.accessibleName() == "Nothing sent yet"
    assert state.accessibleDescription() == "It will be listed here."


def test_an_empty_state_without_an_action_has_no_button(icons: Icons, qtbot: QtBot) -> None:
    state = EmptyState("send", "Nothing sent yet", icons=icons)
    qtbot.addWidget(state)
    assert state.findChildren(QPushButton)[0].isHidden()


def test_an_empty_state_is_readable_when_narrow(icons: Icons, qtbot: QtBot) -> None:
    state = EmptyState("send", "Nothing sent yet", "It will be listed here. " * 5, icons=icons)
    qtbot.addWidget(state)
    state.resize(240, 400)
    state.show()
    for label in state.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_a_panel_shows_title_actions_and_body(qtbot: QtBot) -> None:
    panel = Panel("Preview", object_name="previewPanel")
    qtbot.addWidget(panel)
    action, body, other = QPushButton("More"), QWidget(), QWidget()
    panel.add_action(action)
    panel.set_body(body)
    panel.show()
    assert action.isVisible()
    assert body.isVisible()
    panel.set_body(other)
    qtbot.waitUntil(other.isVisible)
    panel.set_title("Inbox")
    assert panel.accessibleName() == "Inbox"


def test_a_label_gives_up_its_end_and_keeps_it_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("A subject that is much longer than its room")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.is_elided()
    assert label.toolTip() == label.text()
    label.resize(800, 20)
    assert not label.is_elided()
    assert label.toolTip() == ""


def test_a_label_follows_its_text(qtbot: QtBot) -> None:
    label = ElidedLabel("Short")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.set_text("A subject that is much longer than its room")
    assert label.is_elided()
    assert label.toolTip() == label.text()


def test_a_divider_is_one_pixel(qtbot: QtBot) -> None:
    across, upright = Divider(), Divider(Qt.Orientation.Vertical)
    for each in (across, upright):
        qtbot.addWidget(each)
    assert across.maximumHeight() == 1
    assert upright.maximumWidth() == 1


def test_a_spinner_turns_only_while_it_is_seen(icons: Icons, qtbot: QtBot) -> None:
    spinner = Spinner(icons=icons)
    qtbot.addWidget(spinner)
    assert not spinner.is_turning()
    spinner.show()
    assert spinner.is_turning()
    before = spinner.grab().toImage()
    qtbot.waitUntil(lambda: spinner.grab().toImage() != before)
    spinner.hide()
    assert not spinner.is_turning()


def test_the_whole_row_under_the_mouse_lights_up(theme: Theme, qtbot: QtBot) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(QStandardItemModel(3, 3))
    RowHoverDelegate(view)
    view.resize(480, 160)
    view.show()

    def ground(row: int, column: int) -> str:
        corner = view.visualRect(view.model().index(row, column)).center()
        return view.viewport().grab().toImage().pixelColor(corner).name()

    view.entered.emit(view.model().index(1, 0))
    assert ground(1, 2) == theme.tokens.hover
    assert ground(0, 2) == theme.tokens.surface
    QCoreApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert ground(1, 2) == theme.tokens.surface
