"""What is typed, loaded and copied stays what it is, to the last character."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from migma_desktop.core.line_endings import LineEnding
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.editor.text_mirror import TextMirror, code_points, normalised, units
from migma_desktop.ui.theme import Theme, ThemeMode

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Press = Callable[..., None]

CURIOUS = "no\u00a0break, 👩‍👩‍👧 and 🏳️‍🌈, \u200fעברית\u200e, क्ष, a\u0301, soft\u00ad, \ttab, \u2028"


@pytest.mark.parametrize("text", [CURIOUS, "", "\n", "\n\n", "a\n", " \n ", "\x00", "😀"])
def test_text_comes_out_as_it_went_in(editor: TemplateEditor, text: str) -> None:
    editor.load_text(text)
    assert editor.text() == text


def test_what_is_typed_between_curious_characters_lands_there(
    editor: TemplateEditor, press: Press
) -> None:
    editor.load_text(CURIOUS)
    at = CURIOUS.index("עברית")
    editor.select(at, at)
    press("mail")
    assert editor.text() == CURIOUS[:at] + "mail" + CURIOUS[at:]
    assert editor.selection() == (at + 4, at + 4)


@pytest.mark.parametrize(
    ("raw", "ending"),
    [
        ("one\r\ntwo\r\n", LineEnding.CRLF),
        ("one\ntwo\n", LineEnding.LF),
        ("one\rtwo\r", LineEnding.CR),
    ],
)
def test_line_endings_are_unified_and_reported(
    editor: TemplateEditor, raw: str, ending: LineEnding
) -> None:
    editor.load_text(raw)
    assert editor.text() == "one\ntwo\n"
    assert editor.line_ending() is ending


def test_the_line_ending_of_a_file_that_was_read_before_is_kept(editor: TemplateEditor) -> None:
    editor.load_text("one\ntwo\n", line_ending=LineEnding.CRLF)
    assert editor.line_ending() is LineEnding.CRLF


def test_copying_and_pasting_keeps_every_character(editor: TemplateEditor, press: Press) -> None:
    editor.load_text(CURIOUS + "\nend")
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == CURIOUS + "\nend"
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_V, CONTROL)
    assert editor.text() == CURIOUS + "\nend"


def test_formatted_text_is_pasted_as_plain_text(editor: TemplateEditor, press: Press) -> None:
    data = QMimeData()
    data.setHtml("<b>Bold</b>")
    data.setText("Bold\r\nmove")
    QGuiApplication.clipboard().setMimeData(data)
    press(Qt.Key.Key_V, CONTROL)
    assert editor.text() == "Bold\nmove"


def test_what_qt_would_eat_is_replaced_visibly() -> None:
    assert normalised("a\ufdd0b\ufdd1c\ud83dd\u2029e\r\nf\rg") == "a\ufffdb\ufffdc\ufffdd\ne\nf\ng"


def test_replacing_the_whole_text_can_be_undone_in_one_step(
    editor: TemplateEditor, press: Press
) -> None:
    editor.load_text("<p>Hello 👋</p>\n<p>Bye</p>")
    press("x")
    editor.replace_text("<p>Hello 👋 all</p>\n<p>See you</p>")
    assert editor.text() == "<p>Hello 👋 all</p>\n<p>See you</p>"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "x<p>Hello 👋</p>\n<p>Bye</p>"
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "<p>Hello 👋</p>\n<p>Bye</p>"
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert editor.text() == "<p>Hello 👋 all</p>\n<p>See you</p>"


def test_replacing_the_text_leaves_the_caret_at_its_words(editor: TemplateEditor) -> None:
    editor.load_text("first\nsecond\nthird")
    editor.select(9, 9)
    editor.replace_text("zeroth\nfirst\nsecond\nthird")
    assert editor.selection() == (16, 16)


def test_replacing_with_the_same_text_is_no_change(qtbot: QtBot, editor: TemplateEditor) -> None:
    editor.load_text("same")
    with qtbot.assertNotEmitted(editor.content_changed):
        editor.replace_text("same")
    assert not editor.document().isUndoAvailable()


def test_loading_leaves_nothing_to_undo(editor: TemplateEditor, press: Press) -> None:
    press("old")
    editor.load_text("new")
    press(Qt.Key.Key_Z, CONTROL)
    assert editor.text() == "new"
    assert editor.selection() == (0, 0)


def test_each_change_is_told_when_the_text_is_whole(editor: TemplateEditor, press: Press) -> None:
    seen: list[str] = []
    editor.content_changed.connect(lambda: seen.append(editor.text()))
    editor.load_text("ab")
    press("x")
    press(Qt.Key.Key_Z, CONTROL)
    assert [text for text in seen if text] == ["ab", "xab", "ab"]


def test_colours_and_languages_are_no_changes(
    qtbot: QtBot, editor: TemplateEditor, theme: Theme
) -> None:
    editor.load_text("<p>{{name}}</p>\n" * 50)
    with qtbot.assertNotEmitted(editor.content_changed, wait=50):
        theme.set_mode(ThemeMode.DARK)
        editor.set_language(Language.MARKDOWN)
        editor.set_missing_placeholders(frozenset({"name"}))
        editor.set_zoom(2)


def test_the_caret_place_counts_characters_as_people_do(editor: TemplateEditor) -> None:
    editor.load_text("one\n😀😀ab")
    editor.select(7, 7)
    assert editor.caret_place() == (2, 4)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(0, 60),
        st.text(st.sampled_from("ab\n\u00a0😀é"), max_size=8),
        st.sampled_from(["replace", "undo", "redo", "block"]),
    ),
    max_size=25,
)


@settings(deadline=None)
@given(EDITS)
def test_the_mirror_is_the_document_after_any_edits(
    qapp: object, edits: list[tuple[int, int, str, str]]
) -> None:
    document = QTextDocument()
    mirror = TextMirror(document)
    for one, other, text, kind in edits:
        cursor = QTextCursor(document)
        cursor.setPosition(mirror.position(one))
        cursor.setPosition(mirror.position(other), QTextCursor.MoveMode.KeepAnchor)
        if kind == "undo":
            document.undo()
        elif kind == "redo":
            document.redo()
        elif kind == "block":
            cursor.beginEditBlock()
            cursor.insertText(text)
            cursor.movePosition(QTextCursor.MoveOperation.Start)
            cursor.insertText(text)
            cursor.endEditBlock()
        else:
            cursor.insertText(text)
        raw = document.toRawText().replace("\u2029", "\n")
        assert mirror.text() == raw
        for offset in (0, len(raw) // 2, len(raw)):
            position = mirror.position(offset)
            assert position == units(raw[:offset])
            assert mirror.offset(position) == offset


@given(st.text(st.sampled_from("a😀é\u200d"), max_size=12))
def test_units_and_code_points_are_inverse(text: str) -> None:
    for index in range(len(text) + 1):
        assert code_points(text, units(text[:index])) == index
