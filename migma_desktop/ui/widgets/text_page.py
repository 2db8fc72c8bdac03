"""The plain-text part of the email, as it leaves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from migma_desktop.core.looks import Look, hint_of
from migma_desktop.core.plain_part import TextPart
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.icon_label import IconLabel


class TextPage(QWidget):
    """Shows the text in letters of one width, and above it what is poor about it."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("textPage")
        self._about = QLabel(translated(hint_of(Look.TEXT)))
        set_look(self._about, "kind", "small")
        self._about.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        self._hints = QFrame()
        self._hints.setObjectName("textPageHints")
        set_look(self._hints, "kind", "bar")
        self._text = QPlainTextEdit()
        self._text.setObjectName("textPart")
        self._text.setAccessibleName(self.tr("Plain-text part"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setProperty("kind", "page")
        self._text.document().setDocumentMargin(SPACE_2)
        self._lines = QVBoxLayout(self._hints)
        self._lines.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        self._lines.setSpacing(SPACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._about)
        column.addWidget(self._hints)
        column.addWidget(self._text, 1)
        self._hints.hide()

    def show_part(self, part: TextPart) -> None:
        """Show another text, at the same place if it is nearly the same."""
        bar = self._text.verticalScrollBar()
        place = bar.value()
        if self._text.toPlainText() != part.text:
            self._text.setPlainText(part.text)
            bar.setValue(place)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for hint in part.hints:
            self._lines.addWidget(_line(translated(hint), self._icons))
        self._hints.setVisible(bool(part.hints))

    def text(self) -> str:
        """Return what is shown."""
        return self._text.toPlainText()


def _line(words: str, icons: Icons) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE)
    icon = IconLabel("triangle-alert", icons=icons, role="warning")
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    label = QLabel(words)
    label.setWordWrap(True)
    row.addWidget(label, 1)
    return made
