"""Finding and replacing: the rules, and the bar that people see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.editor.find_bar import FindBar
from migma_desktop.ui.editor.search import BadPattern, Query, find_all, replaced
from migma_desktop.ui.widgets.button import Button

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Press = Callable[..., None]


def found(query: Query, text: str) -> list[str]:
    raw = text.encode("utf-16-le")
    return [raw[2 * a : 2 * b].decode("utf-16-le") for a, b in find_all(query, text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        (Query("table"), "<TABLE><table>", ["TABLE", "table"]),
        (Query("table", match_case=True), "<TABLE><table>", ["table"]),
        (Query("a.b"), "a.b axb", ["a.b"]),
        (Query("a.b", is_regex=True), "a.b axb", ["a.b", "axb"]),
        (Query("name", whole_word=True), "name names first_name", ["name"]),
        (Query("{{a}}", whole_word=True), "x {{a}} y", ["{{a}}"]),
        (Query("größe", whole_word=True), "GRÖSSE Größe größer", ["Größe"]),
        (Query("b"), "😀b😀b", ["b", "b"]),
        (Query("^- ", is_regex=True), "- a\n- b\nc - d", ["- ", "- "]),
        (Query("a\nb"), "a\nb", ["a\nb"]),
        (Query(""), "abc", []),
    ],
)
def test_finding(query: Query, text: str, expected: list[str]) -> None:
    assert found(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "by", "expected"),
    [
        (Query("b"), "abcb😀b", "x", "axcx😀x"),
        (Query("b"), "abc", r"$1\n", r"a$1\nc"),
        (Query(r"(\w+) (\w+)", is_regex=True), "Anna Berg", "$2, $1", "Berg, Anna"),
        (Query(r"(\w+) (\w+)", is_regex=True), "Anna Berg", r"\2\t\1$$", "Berg\tAnna$"),
        (Query(r"^", is_regex=True), "a\nb", "> ", "> a\n> b"),
        (Query(r"\s*$", is_regex=True), "a  \nb", "", "a\nb"),
    ],
)
def test_replacing(query: Query, text: str, by: str, expected: str) -> None:
    assert replaced(query, text, by)[0] == expected


def test_a_broken_pattern_says_what_and_where() -> None:
    with pytest.raises(BadPattern) as bad:
        find_all(Query("ab(c", is_regex=True, whole_word=True), "abc")
    assert "parenthesis" in bad.value.reason
    assert bad.value.at == 4


def test_a_pattern_that_would_never_end_is_given_up() -> None:
    with pytest.raises(BadPattern):
        find_all(Query("(a+)+$", is_regex=True), "a" * 500 + "b")


TEXT = "one two one\nTwo one 😀 one"


@pytest.fixture
def bar(pane: EditorPane) -> FindBar:
    pane.editor.load_text(TEXT)
    bar = pane.findChild(FindBar)
    assert bar is not None
    return bar


def count(bar: FindBar) -> str:
    label = bar.findChild(QLabel, "findCount")
    assert label is not None
    return label.text()


def option(bar: FindBar, name: str) -> QToolButton:
    button = bar.findChild(QToolButton, name)
    assert button is not None
    return button


def test_control_f_finds_while_typing(pane: EditorPane, bar: FindBar, press: Press) -> None:
    press(Qt.Key.Key_F, CONTROL)
    assert bar.isVisible()
    press("one")
    assert count(bar) == "1 of 4"
    assert pane.editor.selection() == (0, 3)


def test_f3_goes_round(pane: EditorPane, bar: FindBar, press: Press) -> None:
    press(Qt.Key.Key_F, CONTROL)
    press("one")
    seen = []
    for _ in range(4):
        press(Qt.Key.Key_F3)
        seen.append(pane.editor.selection())
    assert seen == [(8, 11), (16, 19), (22, 25), (0, 3)]
    press(Qt.Key.Key_F3, SHIFT)
    assert pane.editor.selection() == (22, 25)
    assert count(bar) == "4 of 4"


def test_enter_goes_on_and_shift_enter_back(pane: EditorPane, bar: FindBar, press: Press) -> None:
    press(Qt.Key.Key_F, CONTROL)
    press("one")
    press(Qt.Key.Key_Return)
    assert pane.editor.selection() == (8, 11)
    press(Qt.Key.Key_Return, SHIFT)
    assert pane.editor.selection() == (0, 3)


def test_the_search_begins_at_the_caret(pane: EditorPane, bar: FindBar, press: Press) -> None:
    pane.editor.select(12, 12)
    press(Qt.Key.Key_F, CONTROL)
    press("one")
    assert pane.editor.selection() == (16, 19)


def test_a_selected_word_is_what_is_looked_for(
    pane: EditorPane, bar: FindBar, press: Press
) -> None:
    pane.editor.select(4, 7)
    press(Qt.Key.Key_F, CONTROL)
    assert count(bar) == "1 of 2"
    option(bar, "findMatchCase").click()
    assert count(bar) == "1 of 1"


def test_escape_gives_the_keyboard_back_and_keeps_the_selection(
    qtbot: QtBot, pane: EditorPane, bar: FindBar, press: Press
) -> None:
    press(Qt.Key.Key_F, CONTROL)
    press("two")
    press(Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert pane.editor.hasFocus()
    assert pane.editor.selection() == (4, 7)


def test_a_broken_pattern_is_explained_in_the_bar(
    pane: EditorPane, bar: FindBar, press: Press
) -> None:
    press(Qt.Key.Key_F, CONTROL)
    option(bar, "findRegex").click()
    press("(one")
    message = bar.findChild(QLabel, "findMessage")
    assert message is not None
    assert message.isVisible()
    assert "can’t be used" in message.text()
    press(")")
    assert not message.isVisible()
    assert count(bar).endswith("of 4")


def replace_with(bar: FindBar, text: str) -> None:
    field = bar.findChild(QLineEdit, "replaceText")
    assert field is not None
    field.setText(text)


def push(bar: FindBar, name: str) -> None:
    button = bar.findChild(Button, name)
    assert button is not None
    button.click()


def test_control_h_replaces_one_after_the_other(
    pane: EditorPane, bar: FindBar, press: Press
) -> None:
    press(Qt.Key.Key_H, CONTROL)
    press("one")
    replace_with(bar, "1")
    push(bar, "replaceOne")
    assert pane.editor.text() == "1 two one\nTwo one 😀 one"
    assert pane.editor.selection() == (6, 9)
    push(bar, "replaceOne")
    assert pane.editor.text() == "1 two 1\nTwo one 😀 one"


def test_replace_all_is_one_step_to_undo(pane: EditorPane, bar: FindBar, press: Press) -> None:
    press(Qt.Key.Key_H, CONTROL)
    press("ONE")
    replace_with(bar, "👍")
    push(bar, "replaceAll")
    assert pane.editor.text() == "👍 two 👍\nTwo 👍 😀 👍"
    assert count(bar) == "4 replaced"
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Z, CONTROL)
    assert pane.editor.text() == TEXT


def test_what_is_typed_is_searched_again(
    qtbot: QtBot, pane: EditorPane, bar: FindBar, press: Press
) -> None:
    press(Qt.Key.Key_F, CONTROL)
    press("one")
    pane.editor.setFocus()
    pane.editor.select(0, 0)
    press("one ")
    qtbot.waitUntil(lambda: count(bar) == "5 matches")


def test_nothing_found_is_said_and_nothing_can_be_pressed(bar: FindBar, press: Press) -> None:
    press(Qt.Key.Key_F, CONTROL)
    press("three")
    assert count(bar) == "No matches"
    for name in ("findNext", "findPrevious"):
        assert not option(bar, name).isEnabled()


def test_every_control_has_a_name(pane: EditorPane, bar: FindBar) -> None:
    for kind in (QToolButton, QLineEdit, Button):
        for control in pane.findChildren(kind):
            if control.objectName().startswith("qt_"):
                continue
            assert control.objectName(), control
            assert control.accessibleName() or getattr(control, "text", str)(), control
    assert isinstance(pane, QWidget)
