"""What is laid over plain text: the colours of its language and the marks below its letters.

Loaded and built after the editor has been painted for the first time: it takes some 10 ms, the
modules behind it included, which typing must not wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTextBlock, QTextDocument

from migma_desktop.ui.editor import looks
from migma_desktop.ui.editor.decorations import Decorations
from migma_desktop.ui.editor.highlighter import Highlighter
from migma_desktop.ui.editor.html_lexer import HtmlLexer
from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.lexing import Lexer, Style
from migma_desktop.ui.editor.markdown_lexer import MarkdownLexer
from migma_desktop.ui.editor.places import ShownLine, Span
from migma_desktop.ui.editor.spelling_marks import SpellingMarks
from migma_desktop.ui.editor.text_lexer import TextLexer
from migma_desktop.ui.tokens import Tokens

_LEXERS: dict[Language, Callable[[], Lexer]] = {
    Language.HTML: HtmlLexer,
    Language.MARKDOWN: MarkdownLexer,
    Language.MJML: HtmlLexer,
    Language.TEXT: TextLexer,
}


class Coloring:
    """Colours one document; ``paint`` draws what lies below its text."""

    def __init__(self, *, document: QTextDocument, language: Language, tokens: Tokens) -> None:
        self._document = document
        self._highlighter = Highlighter(document, _LEXERS[language]())
        self._decorations = Decorations(tokens)
        self._quieten(language)

    def set_language(self, language: Language) -> None:
        """Colour the text as another language."""
        self._quieten(language)
        self._highlighter.set_lexer(_LEXERS[language]())

    def _quieten(self, language: Language) -> None:
        is_quiet = language is Language.MARKDOWN
        self._highlighter.set_unseen(looks.unseen() if is_quiet else None)
        self._decorations.is_quiet = is_quiet

    def reveal(self, block: QTextBlock) -> bool:
        """Show all signs of the line in which one writes; tell whether it is another one."""
        return self._highlighter.reveal(block)

    def set_looks(self, tokens: Tokens, *, points: float, mono_family: str) -> None:
        """Use these colours and fonts; ``points`` is the size of ordinary text."""
        self._decorations.tokens = tokens
        formats = looks.formats(tokens, points=points, mono_family=mono_family)
        self._highlighter.set_formats(formats)

    def set_missing(self, names: frozenset[str], lines: Sequence[str]) -> bool:
        """Mark these placeholders; tell whether they are others than before."""
        if names == self._decorations.missing:
            return False
        self._decorations.missing = names
        self._highlighter.set_missing(names, lines)
        return True

    def set_matches(self, matches: Sequence[Span], current: Span | None) -> None:
        """Mark what a search found; document positions, ascending."""
        self._decorations.matches = matches
        self._decorations.current_match = current

    def set_spelling(self, marks: SpellingMarks) -> None:
        """Underline these wrong words."""
        self._decorations.spelling = marks

    def set_tags(self, spans: Sequence[Span], is_fault: bool) -> None:
        """Outline the names of tags, document positions."""
        self._decorations.tags.show(spans, is_fault=is_fault)

    def set_current_line(self, number: int) -> bool:
        """Mark a line, none with -1; tell whether it is another than before."""
        if number == self._decorations.current_line:
            return False
        self._decorations.current_line = number
        return True

    def styles_at(self, position: int) -> frozenset[Style]:
        """Return how the letters around a document position are written."""
        block = self._document.findBlock(position)
        at = position - block.position()
        tokens = self._highlighter.tokens(block)
        return frozenset(token.style for token in tokens if token.start <= at <= token.end)

    def paint(self, painter: QPainter, lines: Iterator[ShownLine], clip: QRectF) -> None:
        """Paint everything below the text of these lines."""
        self._decorations.revealed_line = self._highlighter.revealed_line
        self._decorations.paint(painter, lines, clip)
