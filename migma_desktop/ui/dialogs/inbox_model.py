"""The rows of the practice inbox, newest first; a message is opened only to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from migma_desktop.ui.qt import override
from migma_desktop.ui.widgets.two_line_delegate import SUBTITLE_ROLE, TRAILING_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


class Delivered(Protocol):
    """One delivered email: ``sandbox.inbox.Delivered``."""

    @property
    def id(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def subject(self) -> str: ...
    @property
    def message(self) -> EmailMessage: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...
    def as_bytes(self) -> bytes:
        """Return the message as it is saved to an .eml file."""


class PracticeInbox(Protocol):
    """Where deliveries arrive: ``sandbox.inbox.Inbox``."""

    @property
    def messages(self) -> Sequence[Delivered]:
        """The messages, newest last."""


class InboxModel(QAbstractListModel):
    """Shows what has arrived; ``refresh`` takes over what is new."""

    def __init__(self, *, inbox: PracticeInbox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox = inbox
        self._messages: list[Delivered] = []

    def refresh(self) -> bool:
        """Take over what has arrived since the last look; tell whether there was anything."""
        messages = self._inbox.messages
        newest = messages[-1].id if messages else ""
        if len(messages) == len(self._messages) and newest == self._newest():
            return False
        self.beginResetModel()
        self._messages = list(reversed(messages))
        self.endResetModel()
        return True

    def message_at(self, index: AnyIndex) -> Delivered | None:
        """Return the message of a row."""
        return self._messages[index.row()] if index.isValid() else None

    def row_of(self, message_id: str) -> int:
        """Find the row of a message; the first one when it is gone."""
        rows = (n for n, message in enumerate(self._messages) if message.id == message_id)
        return next(rows, 0)

    def _newest(self) -> str:
        return self._messages[0].id if self._messages else ""

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._messages)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        message = self.message_at(index)
        if message is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return message.subject
        if role == SUBTITLE_ROLE:
            return message.to
        if role == TRAILING_ROLE:
            return f"{message.received_at.astimezone():%H:%M}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{message.subject}, {message.to}"
        return None
