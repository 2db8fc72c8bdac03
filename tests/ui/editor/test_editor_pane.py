"""The pane as a whole: its tools, its news, its status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QRadioButton, QToolButton
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.widgets.button import Button
from tests.dropping import drop_file

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Press = Callable[..., None]


def status(pane: EditorPane) -> str:
    label = pane.findChild(QLabel, "editorStatusText")
    assert label is not None
    return label.text()


def tool(pane: EditorPane, name: str) -> QToolButton:
    button = pane.findChild(QToolButton, name)
    assert button is not None
    return button


def test_the_other_way_of_writing_is_asked_for_not_taken(qtbot: QtBot, pane: EditorPane) -> None:
    write = pane.findChild(QRadioButton, "editorLanguage.markdown")
    assert write is not None
    with qtbot.waitSignal(pane.language_change_requested) as asked:
        write.click()
    assert asked.args == [Language.MARKDOWN]
    assert pane.editor.language is Language.HTML
    assert not write.isChecked()
    pane.set_language(Language.MARKDOWN)
    assert write.isChecked()


def test_the_writing_tools_belong_to_the_write_view(pane: EditorPane, press: Press) -> None:
    assert not tool(pane, "writeBold").isVisible()
    press("text")
    press(Qt.Key.Key_B, CONTROL)
    assert pane.editor.text() == "text"
    pane.set_language(Language.MARKDOWN)
    assert tool(pane, "writeBold").isVisible()


@pytest.mark.parametrize(
    ("key", "modifiers", "after"),
    [
        (Qt.Key.Key_B, CONTROL, "a **word**"),
        (Qt.Key.Key_I, CONTROL, "a *word*"),
        (Qt.Key.Key_K, CONTROL, "a [word](https://)"),
        (Qt.Key.Key_1, CONTROL, "# a word"),
        (Qt.Key.Key_2, CONTROL, "## a word"),
        (Qt.Key.Key_3, CONTROL, "### a word"),
        (Qt.Key.Key_K, CONTROL | SHIFT, "a\n\n[word](https://){: .button }\n"),
    ],
)
def test_a_shortcut_edits_in_one_step(
    pane: EditorPane, press: Press, key: Qt.Key, modifiers: Qt.KeyboardModifier, after: str
) -> None:
    pane.set_language(Language.MARKDOWN)
    pane.editor.load_text("a word")
    pane.editor.select(2, 6)
    press(key, modifiers)
    assert pane.editor.text() == after
    press(Qt.Key.Key_Z, CONTROL)
    assert pane.editor.text() == "a word"


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("writeBold", "**word**"),
        ("writeItalic", "*word*"),
        ("writeLink", "[word](https://)"),
        ("writeButton", "[word](https://){: .button }\n"),
        ("writeImage", "![word](https://)"),
        ("writeBullets", "- word"),
        ("writeNumbers", "1. word"),
        ("writeQuote", "> word"),
        ("writeDivider", "word\n\n---\n"),
    ],
)
def test_a_button_edits_and_gives_the_keyboard_back(
    pane: EditorPane, name: str, after: str
) -> None:
    pane.set_language(Language.MARKDOWN)
    pane.editor.load_text("word")
    pane.editor.select(0, 4)
    tool(pane, name).click()
    assert pane.editor.text() == after
    assert pane.editor.hasFocus()


def test_after_inserting_a_link_its_address_is_typed_at_once(
    pane: EditorPane, press: Press
) -> None:
    pane.set_language(Language.MARKDOWN)
    pane.editor.load_text("our site")
    pane.editor.select(4, 8)
    press(Qt.Key.Key_K, CONTROL)
    press("https://acme.test")
    assert pane.editor.text() == "our [site](https://acme.test)"


def test_the_variable_menu_inserts_at_the_caret(pane: EditorPane) -> None:
    pane.set_placeholder_names(["first_name", "shop"], {"shop": "Acme & Co"})
    menu = pane.findChild(QMenu, "insertVariableMenu")
    assert menu is not None
    pane.editor.load_text("Hi !")
    pane.editor.select(3, 3)
    menu.actions()[0].trigger()
    assert pane.editor.text() == "Hi {{first_name}}!"
    assert [action.text() for action in menu.actions()[:2]] == ["first_name", "shop\tAcme && Co"]


def test_a_new_variable_waits_for_its_name(pane: EditorPane, press: Press) -> None:
    menu = pane.findChild(QMenu, "insertVariableMenu")
    assert menu is not None
    menu.actions()[-1].trigger()
    press("city")
    assert pane.editor.text() == "{{city}}"


def test_the_status_follows_the_caret_and_the_size(
    qtbot: QtBot, pane: EditorPane, press: Press
) -> None:
    assert status(pane) == "Line 1, column 1 · 0 bytes · UTF-8"
    press("Grüße")
    qtbot.waitUntil(lambda: status(pane) == "Line 1, column 6 · 7 bytes · UTF-8")
    pane.editor.load_text("x" * 2047 + "\r\n")
    pane.set_encoding("cp1252")
    assert status(pane) == "Line 1, column 1 · 2.0 KB · Windows-1252 · CRLF"


def test_a_narrow_status_line_leaves_out_whole_parts(qtbot: QtBot, pane: EditorPane) -> None:
    pane.editor.load_text("x" * 2048)
    pane.set_spelling("English (United States), Français (France)")
    pane.resize(340, 400)  # its width in the smallest window
    qtbot.waitUntil(lambda: status(pane) == "Line 1, column 1")
    label = pane.findChild(QLabel, "editorStatusText")
    assert label is not None
    assert "UTF-8" in label.toolTip()
    pane.resize(720, 400)
    qtbot.waitUntil(lambda: status(pane).endswith("UTF-8"))


def test_a_file_may_be_dropped_anywhere_on_the_pane(qtbot: QtBot, pane: EditorPane) -> None:
    with qtbot.waitSignal(pane.file_dropped) as dropped:
        drop_file(pane, Path("/somewhere/mail.md"), QPoint(300, 5))
    assert dropped.args == [Path("/somewhere/mail.md")]


ONE_LINE = "<table><tr>" + '<td class="a" style="b">x</td>' * 2000 + "</tr></table>"


def test_one_endless_line_is_broken_only_when_the_user_agrees(pane: EditorPane) -> None:
    notice = pane.findChild(QFrame, "longLineNotice")
    break_lines = pane.findChild(Button, "breakLines")
    assert notice is not None
    assert break_lines is not None
    pane.editor.load_text(ONE_LINE)
    assert notice.isVisible()
    assert pane.editor.text() == ONE_LINE
    break_lines.click()
    assert not notice.isVisible()
    assert max(map(len, pane.editor.text().split("\n"))) < 300
    pane.editor.undo()
    assert pane.editor.text() == ONE_LINE


def test_a_text_with_ordinary_lines_gets_no_notice(pane: EditorPane) -> None:
    notice = pane.findChild(QFrame, "longLineNotice")
    assert notice is not None
    pane.editor.load_text(ONE_LINE)
    pane.editor.load_text("<p>short</p>")
    assert not notice.isVisible()


def test_the_pane_can_be_narrow_and_the_tools_move_into_a_menu(
    qtbot: QtBot, pane: EditorPane
) -> None:
    pane.set_language(Language.MARKDOWN)
    pane.resize(320, 400)
    assert pane.minimumSizeHint().width() <= 320
    qtbot.waitUntil(lambda: tool(pane, "moreTools").isVisible())
    assert not tool(pane, "writeDivider").isVisible()
    menu = tool(pane, "moreTools").menu()
    assert menu is not None
    pane.editor.load_text("a")
    menu.actions()[-1].trigger()
    assert "---" in pane.editor.text()
    pane.resize(700, 400)
    qtbot.waitUntil(lambda: tool(pane, "writeDivider").isVisible())
    assert not tool(pane, "moreTools").isVisible()


@pytest.mark.parametrize(
    ("text", "at", "lit"),
    [
        ("a **b** c", 5, {"writeBold"}),
        ("a **b** c", 8, set()),
        ("*a*", 1, {"writeItalic"}),
        ("# **a**", 5, {"writeHeading", "writeBold"}),
        ("> [a](b)", 3, {"writeQuote", "writeLink"}),
    ],
)
def test_a_tool_is_lit_where_the_caret_stands_in_its_style(
    pane: EditorPane, text: str, at: int, lit: set[str]
) -> None:
    pane.set_language(Language.MARKDOWN)
    pane.editor.load_text(text)
    pane.editor.select(at, at)
    names = ("writeHeading", "writeBold", "writeItalic", "writeLink", "writeQuote")
    assert {name for name in names if tool(pane, name).isChecked()} == lit
