"""The window as a whole: usable by everybody, whole at its smallest, as it was the last time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLabel,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from migma_desktop.core.models import Placeholder, PlaceholderSpot, PlaceholderUse
from migma_desktop.core.settings import WindowLayout
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.widgets.divider import Divider
from tests.architecture.controls import faults_of

SMALLEST = QSize(1024, 640)
Make = Callable[..., MainWindow]


@pytest.fixture
def make_window(theme: Theme, icons: Icons, qapp: QApplication) -> Iterator[Make]:
    made: list[MainWindow] = []

    def make(layout: WindowLayout | None = None) -> MainWindow:
        window = MainWindow(theme=theme)
        made.append(window)
        if layout is not None:
            window.restore_layout(layout)
        window.show()
        for _turn in window.add_preview(icons=icons, clipboard=qapp.clipboard()):
            pass
        for _turn in window.furnish(icons=icons):
            qapp.processEvents()
        qapp.processEvents()
        return window

    yield make
    for window in made:
        window.deleteLater()
    QTest.qWait(0)


@pytest.fixture
def window(make_window: Make) -> MainWindow:
    return make_window()


def child(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


# Usable by everybody


def test_every_control_has_a_name_and_a_road_by_keyboard(window: MainWindow) -> None:
    assert faults_of(window) == []


def stops(window: MainWindow, *, is_forward: bool) -> list[str]:
    """Return the names of all that Tab comes to, from the first button around to it again."""
    first = child(window, "newButton")
    first.setFocus()
    names: list[str] = []
    while not names or window.focusWidget() is not first:
        focused = window.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        window.focusNextPrevChild(is_forward)
    return names


def test_tab_goes_through_the_window_as_one_reads_it(window: MainWindow) -> None:
    window.activateWindow()
    names = stops(window, is_forward=True)
    wanted = [
        "newButton",
        "profileButton",
        "sendButton",
        "recipientType.email",
        "recipientEmail",
        "subject",
        "providerType",
        "editorLanguage.markdown",
        "templateEditor",
        "previewDevice.desktop",
        "bottomTabBar",
    ]
    assert [name for name in names if name in wanted] == wanted
    assert len(set(names)) == len(names)
    assert stops(window, is_forward=False) == [names[0], *reversed(names[1:])]


def test_tab_reaches_what_the_bottom_tab_shows_and_nothing_behind_it(window: MainWindow) -> None:
    window.activateWindow()
    use = PlaceholderUse(PlaceholderSpot.BODY, 0, 5, 1)
    window.variables_panel.show_variables([Placeholder("city", (use,))], {"city": "Köln"})
    names = stops(window, is_forward=True)
    assert names.index("bottomTabBar") < names.index("variablesTable")
    window.tabs.setCurrentWidget(window.log_panel)
    assert "variablesTable" not in stops(window, is_forward=True)


def test_while_the_welcome_is_shown_tab_stays_in_it(window: MainWindow) -> None:
    window.activateWindow()
    window.show_welcome()
    for _press in range(12):
        window.focusNextPrevChild(True)
        focused = window.focusWidget()
        assert focused is not None
        assert window.welcome_page.isAncestorOf(focused)


def test_tab_goes_through_the_message_from_top_to_bottom(window: MainWindow) -> None:
    wanted = [
        "recipientType.email",
        "recipientEmail",
        "fromName",
        "fromAddress",
        "fromDomain.button",
        "replyTo",
        "subject",
        "preheader",
        "contentSource.here",
        "transactional.automatic",
        "projectId.button",
        "providerType",
    ]
    names = stops(window, is_forward=True)
    assert [name for name in names if name in wanted] == wanted


def test_tab_goes_from_the_tools_of_the_editor_into_the_text(window: MainWindow) -> None:
    wanted = ["editorLanguage.markdown", "writeBold", "templateEditor", "spellingButton"]
    names = stops(window, is_forward=True)
    assert [name for name in names if name in wanted] == wanted


# Whole at its smallest


def test_nothing_is_cut_off_at_the_smallest_size(window: MainWindow) -> None:
    window.resize(SMALLEST)
    QTest.qWait(0)
    assert window.size() == SMALLEST
    assert _cut_off(window) == []
    panel = window.message_panel
    inside = panel.widget()
    assert inside is not None
    assert inside.width() <= panel.viewport().width()


def test_the_heads_of_editor_and_preview_are_equally_high(window: MainWindow) -> None:
    first_line = child(window, "editorPane").findChild(QFrame, "headLine")
    assert first_line is not None
    line_of_preview = window.preview_pane.findChild(Divider)
    assert line_of_preview is not None
    assert first_line.geometry().top() == line_of_preview.geometry().top()


def test_the_welcome_is_whole_at_the_smallest_size(window: MainWindow) -> None:
    window.show_welcome()
    window.resize(SMALLEST)
    QTest.qWait(0)
    assert _cut_off(window.welcome_page) == []
    assert window.size() == SMALLEST


def _cut_off(window: QWidget) -> list[str]:
    """Return the visible buttons and labels that don't have the room their texts want."""
    faults = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QAbstractButton, QLabel)):
            continue
        if isinstance(widget, QLabel) and (widget.wordWrap() or not widget.text()):
            continue
        if type(widget).__name__ in {"ElidedLabel", "_PickerFace"}:  # they say the rest in a tip
            continue
        if widget.width() < widget.minimumSizeHint().width():
            faults.append(f"{widget.objectName()} {_text(widget)!r} is too narrow")
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if place.left() < 0 or place.right() > window.width():
            faults.append(f"{widget.objectName()} {_text(widget)!r} sticks out")
    return faults


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""


# As it was the last time


def test_a_small_window_leaves_most_of_its_height_to_the_email(window: MainWindow) -> None:
    rows = window.findChild(QSplitter, "rows")
    assert rows is not None
    shares = []
    for height in (860, 640, 1080):
        window.resize(1024, height)
        QTest.qWait(0)
        above, below = rows.sizes()
        shares.append(below / (above + below))
    assert max(shares) < 0.33  # what the log needs: its bar, its head and two emails
    assert min(shares) > 0.23


def test_rows_keep_the_shares_that_the_user_gave_them(window: MainWindow) -> None:
    rows = window.findChild(QSplitter, "rows")
    assert rows is not None
    rows.setSizes([300, 300])
    before = rows.sizes()
    window.resize(SMALLEST)
    QTest.qWait(0)
    window.resize(1360, 860)
    QTest.qWait(0)
    assert rows.sizes() == pytest.approx(before, abs=2)


def test_columns_and_tab_stand_as_they_stood(window: MainWindow, make_window: Make) -> None:
    window.resize(SMALLEST)
    columns = window.findChild(QSplitter, "columns")
    assert columns is not None
    columns.setSizes([340, 384, 300])
    window.tabs.setCurrentWidget(window.log_panel)
    layout = window.layout_now()
    before = columns.sizes()

    again = make_window(layout)
    columns = again.findChild(QSplitter, "columns")
    assert columns is not None
    assert columns.sizes() == before
    assert again.tabs.currentWidget() is again.log_panel
    assert again.size() == SMALLEST


@pytest.mark.parametrize(
    "broken",
    [
        {"geometry": "no base64 at all"},
        {"splitters": {"columns": (1, 2)}},
        {"splitters": {"columns": (0, 0, 0)}},
        {"bottom_tab": "gone"},
    ],
)
def test_a_layout_that_makes_no_sense_is_not_taken_over(
    window: MainWindow, make_window: Make, broken: dict[str, object]
) -> None:
    again = make_window(replace(window.layout_now(), **broken))  # type: ignore[arg-type]  # broken
    columns = again.findChild(QSplitter, "columns")
    assert columns is not None
    assert all(size > 0 for size in columns.sizes())
    assert again.tabs.currentWidget() is again.variables_panel


# What it shows


def test_what_is_typed_before_the_furniture_comes_stays(theme: Theme, icons: Icons) -> None:
    window = MainWindow(theme=theme)
    window.show()
    QTest.keyClicks(window.editor_pane.editor, "Early bird")
    for _turn in window.add_preview(icons=icons, clipboard=QApplication.clipboard()):
        pass
    for _turn in window.furnish(icons=icons):
        QTest.keyClicks(window.editor_pane.editor, ".")
    assert window.editor_pane.editor.text().startswith("Early bird...")
    window.deleteLater()
    QTest.qWait(0)


def test_the_tabs_count_what_needs_a_look(window: MainWindow) -> None:
    use = PlaceholderUse(PlaceholderSpot.BODY, 0, 5, 1)
    names = [Placeholder("first_name", (use,)), Placeholder("city", (use,))]
    window.variables_panel.show_variables(names, {"city": "Köln"})
    assert window.tabs.tabText(0) == "Variables (1)"
    window.variables_panel.show_variables(names, {"city": "Köln", "first_name": "Ama"})
    assert window.tabs.tabText(0) == "Variables"


def test_an_email_made_in_migma_takes_the_editor_s_place(window: MainWindow) -> None:
    window.show_editor(False)
    assert child(window, "madeInMigma").isVisible()
    assert not window.editor_pane.isVisible()
    window.show_editor(True)
    assert window.editor_pane.isVisible()


def test_the_welcome_covers_the_workspace_and_takes_the_focus(window: MainWindow) -> None:
    assert not window.shows_welcome
    window.show_welcome()
    assert window.shows_welcome
    assert window.focusWidget() is child(window, "trySandboxButton")
    pages = window.findChild(QStackedWidget, "pages")
    assert pages is not None
    window.show_workspace()
    assert not window.shows_welcome


def test_closing_is_told_before_the_window_goes(window: MainWindow) -> None:
    seen: list[bool] = []
    window.closing.connect(lambda: seen.append(window.isVisible()))
    window.close()
    assert seen == [True]
