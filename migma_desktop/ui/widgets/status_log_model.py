"""The rows of the status log: every send, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from migma_desktop.core.models import Send, SendState
from migma_desktop.core.wording import state_name
from migma_desktop.ui.qt import override
from migma_desktop.ui.translation import translated

AnyIndex = QModelIndex | QPersistentModelIndex

SEND_ROLE = Qt.ItemDataRole.UserRole
TONE_ROLE = Qt.ItemDataRole.UserRole + 1
PROGRESS_ROLE = Qt.ItemDataRole.UserRole + 2

_ROOT = QModelIndex()

_TONES = {
    SendState.HELD: "info",
    SendState.CANCELLED: "neutral",
    SendState.SENDING: "info",
    SendState.WAITING: "warning",
    SendState.ACCEPTED: "success",
    SendState.PROCESSING: "info",
    SendState.THROTTLED: "warning",
    SendState.COMPLETED: "success",
    SendState.PARTIAL: "warning",
    SendState.FAILED: "danger",
    SendState.UNCONFIRMED: "warning",
    SendState.CLOSED: "neutral",
}

_COUNTING = {SendState.PROCESSING, SendState.THROTTLED, SendState.ACCEPTED}


class Column(IntEnum):
    """The columns from left to right."""

    TIME = 0
    TO = 1
    SUBJECT = 2
    STATE = 3
    PROVIDER = 4
    ID = 5


class StatusLogModel(QAbstractTableModel):
    """Shows sends; a send that is shown already is brought up to date in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sends: list[Send] = []
        self._locale = QLocale()

    def load(self, sends: Sequence[Send]) -> None:
        """Show these sends, newest first, instead of all others."""
        self.beginResetModel()
        self._sends = list(sends)
        self.endResetModel()

    def put(self, send: Send) -> None:
        """Show a new send on top, or the new state of one that is shown."""
        number = self.row_of(send.id)
        if number is None:
            self.beginInsertRows(_ROOT, 0, 0)
            self._sends.insert(0, send)
            self.endInsertRows()
            return
        self._sends[number] = send
        self.dataChanged.emit(self.index(number, 0), self.index(number, Column.ID))

    def row_of(self, send_id: str) -> int | None:
        """Find the row of a send."""
        return next((n for n, send in enumerate(self._sends) if send.id == send_id), None)

    def send_at(self, index: AnyIndex) -> Send | None:
        """Return the send of a row."""
        return self._sends[index.row()] if index.isValid() else None

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._sends)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.TIME: self.tr("Time"),
            Column.TO: self.tr("To"),
            Column.SUBJECT: self.tr("Subject"),
            Column.STATE: self.tr("State"),
            Column.PROVIDER: self.tr("Provider"),
            Column.ID: self.tr("Id at Migma"),
        }[Column(section)]

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        send = self.send_at(index)
        if send is None:
            return None
        if role == SEND_ROLE:
            return send
        if role == TONE_ROLE:
            return _TONES[send.state]
        if role == PROGRESS_ROLE:
            return progress_of(send)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._shown(send, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(send, Column(index.column()))
        return None

    def _shown(self, send: Send, column: Column) -> str:
        if column is Column.TIME:
            return self.time_text(send.created_at)
        if column is Column.TO:
            return self._recipient(send)
        if column is Column.SUBJECT:
            return send.subject or send.request.subject
        if column is Column.STATE:
            return self.state_text(send)
        if column is Column.PROVIDER:
            return send.provider or send.request.provider.value
        return send.remote_id

    def _tip(self, send: Send, column: Column) -> str:
        if column is Column.TIME:
            return self._locale.toString(_for_qt(send.created_at), QLocale.FormatType.LongFormat)
        if send.problem is not None:
            return f"{translated(send.problem.title)}\n{translated(send.problem.advice)}"
        return self._shown(send, column)

    def _recipient(self, send: Send) -> str:
        if send.is_test:
            return self.tr("{address} (test)").format(address=send.recipient_name)
        return send.recipient_name

    def time_text(self, moment: datetime) -> str:
        """Say when: the time today, date and time before."""
        local = moment.astimezone()
        if local.date() == datetime.now().astimezone().date():
            return f"{local:%H:%M:%S}"
        return self._locale.toString(_for_qt(moment), QLocale.FormatType.ShortFormat)

    def state_text(self, send: Send) -> str:
        """Say the state, with the counts of a batch."""
        name = translated(state_name(send.state))
        if send.total is None or send.sent is None:
            return name
        return self.tr("{state}: {sent} of {total}").format(
            state=name, sent=send.sent, total=send.total
        )


def _for_qt(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))


def progress_of(send: Send) -> float | None:
    """Return how much of a batch is done, 0.0 to 1.0; None when nothing is being counted."""
    if send.state not in _COUNTING or not send.batch_id or not send.total:
        return None
    return min(1.0, ((send.sent or 0) + (send.failed or 0)) / send.total)
