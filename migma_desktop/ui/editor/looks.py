"""The editor's colours and fonts as Qt wants them, made from the theme's tokens."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QTextCharFormat

from migma_desktop.ui.editor.lexing import Style
from migma_desktop.ui.tokens import Tokens

_HEADING_SCALE = {Style.HEADING_1: 1.6, Style.HEADING_2: 1.3, Style.HEADING_3: 1.12}
_LOOK_SCALE = 0.72  # small enough to be read over
_NO_POINTS = 0.1  # Qt draws nothing so small, and gives it no room
_BOLD = frozenset({*_HEADING_SCALE, Style.BOLD, Style.BOLD_ITALIC})
_ITALIC = frozenset({Style.ITALIC, Style.BOLD_ITALIC})


def formats(tokens: Tokens, *, points: float, mono_family: str) -> dict[Style, QTextCharFormat]:
    """Return how each style is written; ``points`` is the size of ordinary text."""
    made: dict[Style, QTextCharFormat] = {}
    for style, color in _colors(tokens).items():
        made[style] = QTextCharFormat()
        made[style].setForeground(QColor(color))
        if style in _BOLD:
            made[style].setFontWeight(QFont.Weight.Bold)
        if style in _ITALIC:
            made[style].setFontItalic(True)
        if style in _HEADING_SCALE:
            made[style].setFontPointSize(round(points * _HEADING_SCALE[style], 1))
    made[Style.LOOK].setFontPointSize(round(points * _LOOK_SCALE, 1))
    made[Style.CODE].setFontFamilies([mono_family])
    made[Style.LINK].setFontUnderline(True)
    made[Style.MISSING].setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made[Style.MISSING].setUnderlineColor(QColor(tokens.placeholder_missing))
    return made


def unseen() -> QTextCharFormat:
    """Return how signs are written that take no room and can't be seen."""
    form = QTextCharFormat()
    form.setFontPointSize(_NO_POINTS)
    form.setForeground(QColor(0, 0, 0, 0))
    return form


def _colors(tokens: Tokens) -> dict[Style, str]:
    return {
        Style.TAG: tokens.syntax_tag,
        Style.ATTRIBUTE: tokens.syntax_attribute,
        Style.STRING: tokens.syntax_value,
        Style.COMMENT: tokens.syntax_comment,
        Style.ENTITY: tokens.syntax_entity,
        Style.KEYWORD: tokens.syntax_entity,
        Style.SELECTOR: tokens.syntax_tag,
        Style.PROPERTY: tokens.syntax_attribute,
        Style.VALUE: tokens.syntax_value,
        Style.PLACEHOLDER: tokens.placeholder,
        Style.MISSING: tokens.placeholder_missing,
        Style.HEADING_1: tokens.syntax_heading,
        Style.HEADING_2: tokens.syntax_heading,
        Style.HEADING_3: tokens.syntax_heading,
        Style.BOLD: tokens.syntax_emphasis,
        Style.ITALIC: tokens.syntax_emphasis,
        Style.BOLD_ITALIC: tokens.syntax_emphasis,
        Style.CODE: tokens.syntax_code,
        Style.LINK: tokens.syntax_link,
        Style.QUOTE: tokens.text_muted,
        Style.MARK: tokens.syntax_mark,
        Style.LOOK: tokens.syntax_mark,
    }
