"""One line of text in two tones: the part that matters, then the part that may be cut."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from migma_desktop.core.placeholders import plain_name
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override

_BRACES = re.compile(r"\{\{([^{}]*+)\}\}")


class TwoToneLine(QWidget):
    """A strong text, a separator and a muted one, cut at the end where they do not fit."""

    def __init__(
        self, *, icons: Icons, separator: str = "  ", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._separator = separator
        self._strong = ""
        self._muted = ""
        self._missing: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def set_texts(
        self, strong: str, muted: str = "", missing: frozenset[str] = frozenset()
    ) -> None:
        """Show other texts; placeholders named in ``missing`` stand out."""
        self._strong = " ".join(strong.split())
        self._muted = " ".join(muted.split())
        self._missing = missing
        whole = f"{self._strong}{self._separator}{self._muted}" if muted else self._strong
        self.setToolTip(whole if self._room_needed() > self.width() else "")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._room_needed(), self.fontMetrics().height() + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        strong, muted = self._cut(self.width())
        text = strong + muted
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats(self._formats(text, len(strong)))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(self.width())
        layout.endLayout()
        painter = QPainter(self)
        layout.draw(painter, QPointF(0, (self.height() - line.height()) / 2))
        painter.end()

    def _strong_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _room_needed(self) -> int:
        strong = QFontMetrics(self._strong_font()).horizontalAdvance(self._strong)
        muted = f"{self._separator}{self._muted}" if self._muted else ""
        return strong + self.fontMetrics().horizontalAdvance(muted) + 2

    def _cut(self, width: int) -> tuple[str, str]:
        metrics = QFontMetrics(self._strong_font())
        strong = metrics.elidedText(self._strong, Qt.TextElideMode.ElideRight, width)
        if not self._muted or strong != self._strong:
            return strong, ""
        rest = width - metrics.horizontalAdvance(strong) - 1
        muted = self._separator + self._muted
        return strong, self.fontMetrics().elidedText(muted, Qt.TextElideMode.ElideRight, rest)

    def _formats(self, text: str, strong_length: int) -> list[QTextLayout.FormatRange]:
        tokens = self._icons.theme.tokens
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        strong.setForeground(QColor(tokens.text))
        muted = QTextCharFormat()
        muted.setForeground(QColor(tokens.text_muted))
        spans = [
            _span(0, _units(text[:strong_length]), strong),
            _span(_units(text[:strong_length]), _units(text), muted),
        ]
        for found in _BRACES.finditer(text):
            if plain_name(found[1]) not in self._missing:
                continue
            mark = QTextCharFormat(strong if found.start() < strong_length else muted)
            mark.setForeground(QColor(tokens.placeholder_missing))
            mark.setBackground(QColor(tokens.placeholder_missing_background))
            spans.append(_span(_units(text[: found.start()]), _units(text[: found.end()]), mark))
        return spans


def _span(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    span.start = start
    span.length = end - start
    span.format = look
    return span


def _units(text: str) -> int:
    """Count as Qt does: two for a character beyond U+FFFF."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
