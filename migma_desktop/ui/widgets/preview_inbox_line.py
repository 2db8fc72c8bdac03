"""The email as the recipient's inbox lists it: sender, subject, preheader."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import TextSize
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.preview_two_tone import TwoToneLine

_AVATAR = 36
_ICON = 18


@dataclass(frozen=True, slots=True)
class InboxLine:
    """What an inbox shows of an email before it is opened, with the values filled in."""

    sender_name: str = ""
    sender_address: str = ""
    subject: str = ""
    preheader: str = ""


class InboxLineView(QWidget):
    """Shows an inbox line the way mail programs do."""

    def __init__(
        self, *, icons: Icons, object_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._avatar = _Avatar(icons=icons)
        self._sender = TwoToneLine(icons=icons)
        self._subject = TwoToneLine(icons=icons, separator=" — ")
        self._time = QLabel(self.tr("now"))
        self._time.setProperty("kind", "small")
        self._lay_out()
        self.set_line(InboxLine())

    def set_line(self, line: InboxLine, missing: frozenset[str] = frozenset()) -> None:
        """Show another email; placeholders named in ``missing`` stand out."""
        sender = line.sender_name or line.sender_address
        address = line.sender_address if line.sender_name else ""
        subject = line.subject or self.tr("(no subject)")
        self._avatar.set_name(sender)
        self._sender.set_texts(sender or self.tr("No sender yet"), address)
        self._subject.set_texts(subject, line.preheader, missing)
        self.setAccessibleName(
            self.tr("In the inbox: from {sender}, subject {subject}").format(
                sender=sender or self.tr("nobody yet"), subject=subject
            )
        )
        self.setAccessibleDescription(line.preheader)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self._sender, 1)
        top.addWidget(self._time)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(top)
        words.addWidget(self._subject)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, SPACE + SPACE_HALF, SPACE_2, SPACE + SPACE_HALF)
        row.setSpacing(SPACE + SPACE_HALF)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class _Avatar(QWidget):
    """The sender's first letter in a circle."""

    def __init__(self, *, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._letter = ""
        self.setFixedSize(QSize(_AVATAR, _AVATAR))
        icons.theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        """Show the initial of another sender."""
        self._letter = next((letter.upper() for letter in name if letter.isalnum()), "")
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawEllipse(QRectF(self.rect()))
        if self._letter:
            font = self._icons.theme.font(TextSize.LARGE)
            font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent_text))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        else:
            edge = (_AVATAR - _ICON) // 2
            place = self.rect().adjusted(edge, edge, -edge, -edge)
            self._icons.icon("user", role="accent_text").paint(painter, place)
        painter.end()
