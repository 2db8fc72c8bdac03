"""The Write view shows how words look, not the signs that say so, except where one writes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.lexing import widened
from migma_desktop.ui.editor.markdown_lexer import MarkdownLexer
from migma_desktop.ui.editor.quiet_marks import Part, parts, quiet_spans
from migma_desktop.ui.editor.template_editor import TemplateEditor
from tests.ui.editor.conftest import CONTROL, Press


def seen(line: str) -> str:
    """Return what is left of a line without the signs that need not be seen."""
    wide = widened(line)
    hidden = {
        at
        for start, end in quiet_spans(wide, MarkdownLexer().lex(wide, -1)[0])
        for at in range(start, end)
    }
    return "".join(letter for at, letter in enumerate(wide) if at not in hidden)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("# Title", "Title"),
        ("## A **bold** one", "A bold one"),
        ("a **b** *c* ***d*** __e__ _f_", "a b c d e f"),
        ("**bold with *italic* in it**", "bold with italic in it"),
        ("[Read more](https://a.example/?x={{id}}) now", "Read more now"),
        ("![A garden](https://a.example/g.png)", "A garden"),
        ("[Go](https://a.example){.button .warm}", "Go"),
        ("5 \\* 3", "5 * 3"),
        ("---", ""),
        ("| --- | :-- |", ""),
        ("- item", "- item"),
        ("> said", "> said"),
        ("| a | b |", "| a | b |"),
        ("`code *x*`", "`code *x*`"),
        ("#", "#"),
        ("[](https://a.example)", "[](https://a.example)"),
        ("words {.lead}", "words {.lead}"),
        ("**{{name}}**, hi", "{{name}}, hi"),
    ],
)
def test_signs_that_say_how_words_look_go_unseen(line: str, shown: str) -> None:
    assert seen(line) == shown


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[Go](https://a.example){.button}", [(Part.BUTTON, 1, 3)]),
        ("![Pic](https://a.example/x.png)", [(Part.IMAGE, 2, 5)]),
        ("***", [(Part.DIVIDER, 0, 3)]),
        ("[a](b) and words", []),
    ],
)
def test_buttons_images_and_dividers_are_drawn(
    line: str, found: list[tuple[Part, int, int]]
) -> None:
    assert list(parts(line)) == found


def width_of(editor: TemplateEditor, line: int) -> float:
    layout = editor.document().findBlockByNumber(line).layout()
    return layout.lineAt(0).naturalTextWidth()


@pytest.fixture
def write_view(editor: TemplateEditor) -> TemplateEditor:
    editor.set_language(Language.MARKDOWN)
    return editor


def test_the_line_with_the_caret_shows_its_signs(write_view: TemplateEditor, press: Press) -> None:
    editor = write_view
    editor.load_text("words\n[Go](https://a.example/a/long/address)\nGo")
    QApplication.processEvents()
    assert width_of(editor, 1) == pytest.approx(width_of(editor, 2), abs=1)
    press(Qt.Key.Key_Down)
    QApplication.processEvents()
    assert width_of(editor, 1) > 3 * width_of(editor, 2)
    press(Qt.Key.Key_Down)
    QApplication.processEvents()
    assert width_of(editor, 1) == pytest.approx(width_of(editor, 2), abs=1)


def test_the_text_itself_is_never_touched(write_view: TemplateEditor, press: Press) -> None:
    editor = write_view
    source = "# One\n\n**two**\n\n---\n"
    editor.load_text(source)
    for _line in range(5):
        press(Qt.Key.Key_Down)
    assert editor.text() == source
    assert not editor.document().isUndoAvailable()
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == source


def test_in_html_nothing_goes_unseen(editor: TemplateEditor) -> None:
    editor.load_text("x\n**a**\n**a**")
    editor.set_language(Language.MARKDOWN)
    QApplication.processEvents()
    quiet = width_of(editor, 1)
    editor.set_language(Language.HTML)
    QApplication.processEvents()
    assert width_of(editor, 1) > quiet
