"""The plan of an account, and what is left of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.core.capacity import Capacity, capacity_lines, quotas
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.quota_bar import QuotaBar


class CapacityCard(QFrame):
    """Plan, allowances as bars, credits and rate limit, as far as they are known; else hidden."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._inside: QWidget | None = None
        self.setObjectName("capacityCard")
        set_look(self, "kind", "card")
        heading = QLabel(self.tr("Plan and what is left"))
        set_look(heading, "kind", "label")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        self._column.setSpacing(SPACE)
        self._column.addWidget(heading)
        self.hide()

    def show_capacity(self, capacity: Capacity) -> None:
        """Show what an account has left."""
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        bars = quotas(capacity)
        for quota in bars:
            column.addWidget(QuotaBar(quota, icons=self._icons))
        lines = capacity_lines(capacity, with_emails=not bars)
        for name, value in lines:
            column.addLayout(_line(translated(name), translated(value)))
        self._column.addWidget(self._inside)
        self.setVisible(bool(bars or lines))


def _line(name: str, value: str) -> QHBoxLayout:
    label, words = QLabel(name), QLabel(value)
    set_look(label, "kind", "muted")
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignRight)
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    for each in (label, words):
        each.setTextFormat(Qt.TextFormat.PlainText)
    row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
