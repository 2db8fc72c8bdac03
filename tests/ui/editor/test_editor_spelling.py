"""Marks of wrong words stay on their words while the text around them changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextCursor

from migma_desktop.core.spelling.words import Word
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.theme import Theme

Press = Callable[..., None]


def mark(editor: TemplateEditor, *words: str) -> None:
    """Mark these words wherever they stand."""
    lines = editor.lines()
    marks = [
        tuple(sorted(Word(at, at + len(w), w) for w in words if (at := line.find(w)) >= 0))
        for line in lines
    ]
    editor.spelling.show(lines, marks)


def marked(editor: TemplateEditor) -> list[tuple[int, str]]:
    """Return the marked pieces as they stand in the text now."""
    lines = editor.lines()
    return [
        (number, lines[number][word.start : word.end])
        for number in range(len(lines))
        for word in editor.spelling.shown(number)
    ]


@pytest.fixture
def wrong(editor: TemplateEditor) -> TemplateEditor:
    editor.load_text("one baad two\n\n😀 wrng and baad\nlast")
    mark(editor, "baad", "wrng")
    return editor


@pytest.mark.parametrize(
    ("at", "typed", "left"),
    [
        ("one", "x", [(0, "baad"), (2, "wrng"), (2, "baad")]),
        ("two", "x", [(0, "baad"), (2, "wrng"), (2, "baad")]),
        ("aad two", "x", [(2, "wrng"), (2, "baad")]),
        ("and", "x", [(0, "baad"), (2, "wrng"), (2, "baad")]),
        ("and", "\n", [(0, "baad")]),
        ("one", "\n", [(1, "baad"), (3, "wrng"), (3, "baad")]),
        ("last", "\n", [(0, "baad"), (2, "wrng"), (2, "baad")]),
    ],
)
def test_a_mark_moves_with_its_word_and_goes_with_it(
    wrong: TemplateEditor, at: str, typed: str, left: list[tuple[int, str]]
) -> None:
    offset = wrong.text().index(at)
    wrong.replace_range(offset, offset, typed)
    assert marked(wrong) == left


def test_a_late_answer_marks_what_is_still_there(wrong: TemplateEditor) -> None:
    lines = wrong.lines()
    marks = [tuple(wrong.spelling.shown(number)) for number in range(len(lines))]
    wrong.replace_range(0, 0, "new\n")
    wrong.spelling.show(lines, marks)
    assert marked(wrong) == [(1, "baad"), (3, "wrng"), (3, "baad")]


def test_the_next_word_is_found_from_either_side(wrong: TemplateEditor) -> None:
    places = [(0, 0), (0, 8), (2, 3), (3, 0)]
    ahead = [wrong.spelling.beyond(*place) for place in places]
    back = [wrong.spelling.beyond(*place, backwards=True) for place in places]

    assert [(each.line, each.word.text) for each in ahead if each] == [
        (0, "baad"),
        (2, "wrng"),
        (2, "baad"),
        (0, "baad"),
    ]
    assert [(each.line, each.word.text) for each in back if each] == [
        (2, "baad"),
        (2, "baad"),
        (0, "baad"),
        (2, "baad"),
    ]


def test_nothing_marked_is_nothing_found(editor: TemplateEditor) -> None:
    assert editor.spelling.beyond(0, 0) is None
    assert editor.spelling.at(0, 0) is None


def waves(editor: TemplateEditor, color: str) -> int:
    """Count the pixels of a colour."""
    image = editor.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return sum(
        image.pixelColor(x, y).name() == color
        for x in range(image.width())
        for y in range(min(image.height(), 60))
    )


def test_a_wrong_word_is_underlined(editor: TemplateEditor, theme: Theme) -> None:
    editor.load_text("<p>baad</p>")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    before = waves(editor, theme.tokens.danger)
    mark(editor, "baad")
    assert waves(editor, theme.tokens.danger) > before
    editor.spelling.clear()
    assert waves(editor, theme.tokens.danger) == before


def test_the_word_that_is_written_waits(editor: TemplateEditor, press: Press) -> None:
    editor.load_text("baad")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    mark(editor, "baad")
    assert marked(editor) == []
    press(Qt.Key.Key_Space)
    assert marked(editor) == [(0, "baad")]
