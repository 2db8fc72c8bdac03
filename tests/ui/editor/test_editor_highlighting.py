"""Colours come to the right letters, only where something changed, and never all at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from migma_desktop.ui.editor.highlighter import Highlighter
from migma_desktop.ui.editor.html_lexer import HtmlLexer
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.lexing import Token
from migma_desktop.ui.editor.looks import formats
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.tokens import DARK, LIGHT, Tokens

Press = Callable[..., None]


class CountingLexer(HtmlLexer):
    """Remembers which lines it was given."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def lex(self, line: str, state: int) -> tuple[list[Token], int]:
        self.lines.append(line)
        return super().lex(line, state)


@pytest.fixture
def lexer() -> CountingLexer:
    return CountingLexer()


@pytest.fixture
def source(qtbot: QtBot, lexer: CountingLexer) -> tuple[QPlainTextEdit, Highlighter]:
    edit = QPlainTextEdit()
    qtbot.addWidget(edit)
    highlighter = Highlighter(edit.document(), lexer)
    highlighter.set_formats(formats(LIGHT, points=10, mono_family="monospace"))
    return edit, highlighter


def colors(block: QTextBlock) -> dict[str, str]:
    """Return which piece of a line has which colour."""
    raw = block.text().encode("utf-16-le")
    return {
        raw[2 * form.start : 2 * (form.start + form.length)].decode("utf-16-le"): (
            form.format.foreground().color().name()
        )
        for form in block.layout().formats()
    }


def test_a_key_colours_its_own_line_only(
    source: tuple[QPlainTextEdit, Highlighter], lexer: CountingLexer, qtbot: QtBot
) -> None:
    edit, highlighter = source
    edit.setPlainText("<p>a</p>\n" * 200)
    qtbot.waitUntil(lambda: highlighter.is_finished)
    lexer.lines.clear()
    cursor = QTextCursor(edit.document().findBlockByNumber(100))
    cursor.insertText("x")
    assert lexer.lines == ["x<p>a</p>"]


def test_a_comment_that_opens_is_carried_to_its_end(
    source: tuple[QPlainTextEdit, Highlighter], qtbot: QtBot
) -> None:
    edit, highlighter = source
    edit.setPlainText("<p>\n" * 3000 + "-->\n<b>")
    qtbot.waitUntil(lambda: highlighter.is_finished)
    QTextCursor(edit.document()).insertText("<!--")
    qtbot.waitUntil(lambda: highlighter.is_finished)
    document = edit.document()
    for number in (0, 1, 1500, 2999):
        block = document.findBlockByNumber(number)
        assert set(colors(block).values()) == {LIGHT.syntax_comment}, number
    assert colors(document.lastBlock()) == {"<b>": LIGHT.syntax_tag}


def test_a_large_text_is_coloured_bit_by_bit_but_whole(
    source: tuple[QPlainTextEdit, Highlighter], qtbot: QtBot
) -> None:
    edit, highlighter = source
    edit.setPlainText('<td style="color: red">{{name}}</td>\n' * 6000)
    assert not highlighter.is_finished
    qtbot.waitUntil(lambda: highlighter.is_finished)
    block = edit.document().firstBlock()
    while block.next().isValid():
        assert colors(block)["{{name}}"] == LIGHT.placeholder
        block = block.next()


def test_a_fallback_is_never_marked_as_missing(qtbot: QtBot, editor: TemplateEditor) -> None:
    editor.load_text("{{name|there}} {{name}}")
    editor.set_missing_placeholders(frozenset({"name"}))
    block = editor.document().firstBlock()
    qtbot.waitUntil(lambda: colors(block)["{{name}}"] == LIGHT.placeholder_missing)
    assert colors(block)["{{name|there}}"] == LIGHT.placeholder


def test_colours_are_right_behind_emoji(editor: TemplateEditor) -> None:
    editor.load_text("🎉👩‍👩‍👧 <b>{{name}}</b>")
    found = colors(editor.document().firstBlock())
    assert found["<b>"] == LIGHT.syntax_tag
    assert found["{{name}}"] == LIGHT.placeholder


def test_the_colours_follow_the_theme(qtbot: QtBot, editor: TemplateEditor, theme: Theme) -> None:
    editor.load_text("<b>")
    theme.set_mode(ThemeMode.DARK)
    assert colors(editor.document().firstBlock())["<b>"] == DARK.syntax_tag


def pixels(editor: TemplateEditor, color: str) -> int:
    """Count the pixels of a colour in what is on the screen."""
    image = editor.viewport().grab().toImage()
    wanted = QColor(color).rgb()
    return sum(
        image.pixelColor(QPoint(x, y)).rgb() == wanted
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_a_missing_placeholder_looks_different_until_it_has_a_value(
    qtbot: QtBot, editor: TemplateEditor, theme: Theme, language: Language, tokens: Tokens
) -> None:
    theme.set_mode(ThemeMode.DARK if tokens.is_dark else ThemeMode.LIGHT)
    editor.set_language(language)
    editor.load_text("Hi {{first_name}} of {{shop}}")
    assert pixels(editor, tokens.placeholder_background) > 50
    assert pixels(editor, tokens.placeholder_missing_background) == 0
    editor.set_missing_placeholders(frozenset({"first_name"}))
    block = editor.document().firstBlock()
    missing = tokens.placeholder_missing
    qtbot.waitUntil(lambda: colors(block)["{{first_name}}"] == missing)
    assert colors(block)["{{shop}}"] == tokens.placeholder
    assert pixels(editor, tokens.placeholder_background) > 20
    assert pixels(editor, tokens.placeholder_missing_background) > 20
    editor.set_missing_placeholders(frozenset())
    qtbot.waitUntil(lambda: colors(block)["{{first_name}}"] == tokens.placeholder)
    assert pixels(editor, tokens.placeholder_missing_background) == 0


def test_what_would_arrive_as_written_is_marked(editor: TemplateEditor) -> None:
    editor.load_text("<p>{{#each items}}</p>")
    assert pixels(editor, LIGHT.placeholder_missing_background) > 20


def test_a_placeholder_that_is_being_typed_does_not_mark_what_follows(
    editor: TemplateEditor, press: Press
) -> None:
    editor.load_text(" and a long rest of the line")
    press("{{na")
    assert list(colors(editor.document().firstBlock())) == ["{{na"]


def test_a_placeholder_in_one_endless_line_is_marked_where_it_is_seen(
    editor: TemplateEditor, press: Press
) -> None:
    editor.load_text("x " * 20_000 + "{{name}} 😀" + " y" * 20_000)
    at = editor.text().index("{{")
    editor.select(at, at)
    assert pixels(editor, LIGHT.placeholder_background) > 20
    press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert pixels(editor, LIGHT.placeholder_background) == 0


def test_another_theme_keeps_the_letters_of_code(editor: TemplateEditor, theme: Theme) -> None:
    before = editor.font().family()
    theme.set_mode(ThemeMode.DARK)
    assert editor.font().family() == before == theme.mono_font().family()
