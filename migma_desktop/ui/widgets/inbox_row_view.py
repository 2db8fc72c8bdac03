"""One row of an inbox, drawn as the mail program draws it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from migma_desktop.core.inbox_row import Cut, InboxRow
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize
from migma_desktop.ui.tokens import RADIUS_LARGE, SPACE, SPACE_2

_AVATAR = 32
_SENDER = 0.28  # of a row on one line: the sender's column


@dataclass(frozen=True, slots=True)
class Paper:
    """The colours of an inbox, which are not the program's own."""

    ground: str
    text: str
    muted: str
    edge: str
    avatar: str


LIGHT_PAPER = Paper("#ffffff", "#202124", "#5f6368", "#dadce0", "#d2e3fc")
DARK_PAPER = Paper("#1f1f23", "#e8eaed", "#9aa0a6", "#3c4043", "#33415c")


class InboxRowView(QWidget):
    """Draws sender, subject and preview in one line, or beneath each other."""

    def __init__(
        self,
        *,
        icons: Icons,
        one_line: bool,
        object_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._one_line = one_line
        self._row = InboxRow(Cut(""), Cut(""), Cut(""))
        self._paper = LIGHT_PAPER
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: InboxRow, paper: Paper, name: str) -> None:
        """Show another email, or the same on other paper; ``name`` is read out."""
        self._row, self._paper = row, paper
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            ". ".join(_shown(part) for part in (row.sender, row.subject, row.preview))
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        lines = 1 if self._one_line else 3
        return QSize(300, lines * line + (lines - 1) * 2 + 2 * SPACE + 2 * SPACE // lines)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paper = self._paper
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(paper.edge))
        painter.setBrush(QColor(paper.ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS_LARGE, RADIUS_LARGE)
        room = self.rect().adjusted(SPACE_2, SPACE, -SPACE_2, -SPACE)
        if self._one_line:
            self._paint_line(painter, room)
        else:
            self._paint_lines(painter, room)
        painter.end()

    def _paint_line(self, painter: QPainter, room: QRect) -> None:
        """Sender in a column of its own, then subject and preview in one line."""
        column = round(room.width() * _SENDER)
        height = room.height()
        sender = QRect(room.x(), room.y(), column - SPACE, height)
        self._write(painter, sender, self._row.sender, strong=True, ink=self._paper.text)
        left = room.x() + column
        time = self._paint_time(painter, room)
        rest = QRect(left, room.y(), time - SPACE - left, height)
        used = self._write(painter, rest, self._row.subject, strong=True, ink=self._paper.text)
        if not self._row.preview.text or used + SPACE_2 >= rest.width():
            return
        preview = rest.adjusted(used, 0, 0, 0)
        dash = Cut(f" – {self._row.preview.text}", self._row.preview.is_cut)
        self._write(painter, preview, dash, strong=False, ink=self._paper.muted)

    def _paint_lines(self, painter: QPainter, room: QRect) -> None:
        """Sender, subject and preview beneath each other, beside a picture of the sender."""
        line = self.fontMetrics().height() + 2
        circle = QRectF(room.x(), room.y() + 2, _AVATAR, _AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._paper.avatar))
        painter.drawEllipse(circle)
        initial = next((each.upper() for each in self._row.sender.text if each.isalnum()), "")
        painter.setPen(QColor(self._paper.text))
        painter.setFont(self._font(strong=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initial)
        left = room.x() + _AVATAR + SPACE + SPACE // 2
        time = self._paint_time(painter, QRect(room.x(), room.y(), room.width(), line))
        words = QRect(left, room.y(), room.right() - left, line)
        top = QRect(left, room.y(), time - SPACE - left, line)
        self._write(painter, top, self._row.sender, strong=True, ink=self._paper.text)
        words.translate(0, line)
        self._write(painter, words, self._row.subject, strong=False, ink=self._paper.text)
        words.translate(0, line)
        self._write(painter, words, self._row.preview, strong=False, ink=self._paper.muted)

    def _paint_time(self, painter: QPainter, room: QRect) -> int:
        """Write when it came at the right; return where that begins."""
        words = self.tr("10:24")
        font = self._icons.theme.font(TextSize.SMALL)
        painter.setFont(font)
        painter.setPen(QColor(self._paper.muted))
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, where, words)
        return room.right() - QFontMetrics(font).horizontalAdvance(words)

    def _write(self, painter: QPainter, room: QRect, part: Cut, *, strong: bool, ink: str) -> int:
        """Write one part, cut where the program cuts it or where the room ends; return its width.

        Through a text layout, so that right-to-left texts and emoji come out as they should.
        """
        font = self._font(strong=strong)
        metrics = QFontMetrics(font)
        words = metrics.elidedText(_shown(part), Qt.TextElideMode.ElideRight, room.width())
        layout = QTextLayout(words, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room.width())
        layout.endLayout()
        painter.setPen(QColor(ink))
        layout.draw(painter, QPointF(room.x(), room.y() + (room.height() - line.height()) / 2))
        return min(room.width(), round(line.naturalTextWidth()))

    def _font(self, *, strong: bool) -> QFont:
        font = self._icons.theme.font()
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font


def _shown(part: Cut) -> str:
    return f"{part.text}…" if part.is_cut else part.text
