"""The bar below everything: emails that have not left yet, and the way to take them back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.undo_row import HeldEmail, UndoRow

UNDO_KEYS = "Ctrl+Shift+Backspace"
"""Not Ctrl+Shift+Z, with which the editor brings back what was undone."""

_TICK_MS = 100
_MOST = 3  # rows; the others come when these are answered


class UndoBar(QWidget):
    """A row for each email that is held; the keys take back the one that leaves next.

    Signals:
        undo_wanted(str), send_now_wanted(str): the user's order, with the id of the send.
    """

    undo_wanted = Signal(str)
    send_now_wanted = Signal(str)

    def __init__(
        self, *, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._clock = now
        self._emails: dict[str, HeldEmail] = {}
        self._rows: list[UndoRow] = []
        self._shortcut = QShortcut(QKeySequence(UNDO_KEYS), self)
        self._shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        self._shortcut.activated.connect(self._on_keys)
        self._keys = self._shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        self.setObjectName("undoBar")
        self.setAccessibleName(self.tr("Emails that have not left yet"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self.hide()

    @property
    def emails(self) -> tuple[HeldEmail, ...]:
        """What is held now, the one that leaves next first."""
        return tuple(sorted(self._emails.values(), key=_when))

    def put(self, email: HeldEmail) -> None:
        """Show an email that is held, or show it anew."""
        before = self._emails.get(email.send_id)
        if before == email:
            return
        self._emails[email.send_id] = email
        self._settle()
        if before is None or before.until != email.until:
            self._announce(email)

    def remove(self, send_id: str) -> None:
        """An email isn't held any more."""
        if self._emails.pop(send_id, None) is not None:
            self._settle()

    def _settle(self) -> None:
        shown = self.emails[:_MOST]
        while len(self._rows) < len(shown):
            self._add_row()
        now = self._clock()
        for row, email in zip(self._rows, shown, strict=False):
            row.show_email(email, now=now)
            row.show()
        for row in self._rows[len(shown) :]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[len(shown) :]
        if any(email.until is not None for email in shown):
            self._ticks.start()
        else:
            self._ticks.stop()
        self.setVisible(bool(shown))

    def _add_row(self) -> None:
        row = UndoRow(icons=self._icons, keys=self._keys, parent=self)
        row.undo_wanted.connect(self.undo_wanted)
        row.send_now_wanted.connect(self.send_now_wanted)
        self._rows.append(row)
        self._column.addWidget(row)

    def _announce(self, email: HeldEmail) -> None:
        if email.until is None:
            said = self.tr("Not sent: {subject}. {why}").format(
                subject=email.subject, why=email.why
            )
        else:
            seconds = round((email.until - self._clock()).total_seconds())
            said = self.tr("{subject} leaves in {seconds} seconds. Undo with {keys}.").format(
                subject=email.subject, seconds=seconds, keys=self._keys
            )
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _on_keys(self) -> None:
        if self._emails:
            self.undo_wanted.emit(self.emails[0].send_id)

    def _on_tick(self) -> None:
        now = self._clock()
        for row in self._rows:
            row.tick(now)


def _when(email: HeldEmail) -> tuple[bool, datetime]:
    """Countdowns first, then what is asked about."""
    return email.until is None, email.until or email.begun
