"""An editor on the screen, and hands to type with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import Theme, ThemeMode

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Press = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "editor":  # a remark of the offscreen platform
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(application=qapp, hints=qapp.styleHints(), mode=ThemeMode.LIGHT)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


def on_screen(qtbot: QtBot, widget: QWidget, focus: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(720, 560)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    focus.setFocus()
    qtbot.waitUntil(focus.hasFocus)


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> TemplateEditor:
    editor = TemplateEditor(theme=theme, language=Language.HTML)
    on_screen(qtbot, editor, editor)
    editor.dress()
    return editor


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons) -> EditorPane:
    pane = EditorPane(theme=theme, language=Language.HTML)
    for _turn in pane.furnish(icons):
        pass
    on_screen(qtbot, pane, pane.editor)
    pane.editor.dress()
    return pane


@pytest.fixture
def press() -> Press:
    """Press keys in whatever has the keyboard: text, or one key with modifiers."""

    def press(
        what: str | Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(what, str) and what.isascii():
            QTest.keyClicks(target, what, modifiers)
        elif isinstance(what, str):  # QTest knows keys of ASCII letters only
            kind = QEvent.Type.KeyPress
            for letter in what:
                QApplication.sendEvent(target, QKeyEvent(kind, 0, modifiers, letter))
        else:
            QTest.keyClick(target, what, modifiers)

    return press
