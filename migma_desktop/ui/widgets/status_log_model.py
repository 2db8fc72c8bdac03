"""The rows of the status log: every send, newest first."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import IntEnum
from functools import lru_cache, partial

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from migma_desktop.core.history import WINDOW, Row
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

_MOST_WINDOWS = 16  # of rows that are in memory
_MOST_WANTED = 4  # windows: whoever drags the scroll bar passes many
_MOST_LATEST = 256  # sends that moved lately, so that no older reading overwrites them

_REMEMBERED = 1000  # times, as they are written
_ROLES = frozenset(
    {
        SEND_ROLE,
        TONE_ROLE,
        PROGRESS_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)

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
    """Shows sends; a send that is shown already is brought up to date in place.

    Of a long history it holds a few windows of rows only. Rows of others are blank until they
    have been read: whoever listens to ``rows_wanted`` asks ``next_wanted`` which they are, and
    brings them with ``fill``. What was sent since the history was opened stands above it.

    Signals:
        rows_wanted(): rows are looked at that are not here.
    """

    rows_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fresh: list[Send] = []
        self._count = 0  # rows of the history as it was opened
        self._windows: OrderedDict[int, list[Row]] = OrderedDict()  # those looked at last, last
        self._wanted: deque[int] = deque(maxlen=_MOST_WANTED)
        self._latest: OrderedDict[str, Send] = OrderedDict()  # as they were put, by their ids
        self._top: Row | None = None  # of the history as it was opened
        self._locale = QLocale()
        self._short = lru_cache(maxsize=_REMEMBERED)(partial(_short, self._locale))

    def load(self, rows: Sequence[Row], count: int | None = None) -> None:
        """Show the newest sends of a history of ``count``, instead of all others."""
        self.beginResetModel()
        self._fresh = []
        self._windows.clear()
        self._wanted.clear()
        self._count = len(rows) if count is None else count
        self._top = rows[0] if rows else None
        if rows:
            self._windows[0] = [self._as_known(row) for row in rows[:WINDOW]]
        for number in range(WINDOW, len(rows), WINDOW):
            self._windows[number // WINDOW] = list(rows[number : number + WINDOW])
        self.endResetModel()

    def begin_reading(self) -> None:
        """Trust what is read from now on more than what was put before: it is on disk."""
        self._latest.clear()

    def set_count(self, count: int) -> None:
        """Correct how many rows the history has; they come or go at its end."""
        before, offset = self._count, len(self._fresh)
        if count > before:
            self.beginInsertRows(_ROOT, offset + before, offset + count - 1)
            self._count = count
            self.endInsertRows()
        elif count < before:
            self.beginRemoveRows(_ROOT, offset + count, offset + before - 1)
            self._count = count
            self.endRemoveRows()

    def next_wanted(self) -> int | None:
        """Return the window that is wanted most, None when all are here."""
        while self._wanted:
            window = self._wanted.pop()
            if window not in self._windows:
                return window
        return None

    def want_later(self, window: int) -> None:
        """Keep in mind that a window could not be read yet."""
        self._wanted.appendleft(window)

    def fill(self, window: int, rows: Sequence[Row]) -> None:
        """Show the rows of a window."""
        self._windows[window] = [self._as_known(row) for row in rows[:WINDOW]]
        self._windows.move_to_end(window)
        while len(self._windows) > _MOST_WINDOWS:
            self._windows.popitem(last=False)
        first = len(self._fresh) + window * WINDOW
        last = min(first + WINDOW, self.rowCount()) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, Column.ID))

    def put(self, send: Send) -> bool:
        """Show a new send on top, or the new state of one that is here; tell if it is new.

        One of the history whose row isn't here is read with its window, when that is looked at.
        """
        light = replace(
            send, html="", body=b"", draft=None, request=replace(send.request, template="")
        )
        self._latest[send.id] = light
        self._latest.move_to_end(send.id)
        while len(self._latest) > _MOST_LATEST:
            self._latest.popitem(last=False)
        number = self.row_of(send.id)
        if number is not None:
            self._replace(number, light)
            return False
        if self._is_of_history(send):
            return False
        self.beginInsertRows(_ROOT, 0, 0)
        self._fresh.insert(0, light)
        self.endInsertRows()
        return True

    def row_of(self, send_id: str) -> int | None:
        """Find the row of a send, if it is here."""
        for number, send in enumerate(self._fresh):
            if send.id == send_id:
                return number
        for window, rows in self._windows.items():
            for number, row in enumerate(rows):
                if row.id == send_id:
                    return len(self._fresh) + window * WINDOW + number
        return None

    def send_at(self, index: AnyIndex) -> Send | None:
        """Return the send of a row; None while it is being read."""
        row = index.row()
        if not index.isValid() or row < len(self._fresh):
            return self._fresh[row] if index.isValid() else None
        window, place = divmod(row - len(self._fresh), WINDOW)
        rows = self._windows.get(window)
        if rows is None:
            self._want(window)
            return None
        self._look_ahead(window, place)
        return rows[place].send if place < len(rows) else None

    def _replace(self, row: int, send: Send) -> None:
        if row < len(self._fresh):
            self._fresh[row] = send
        else:
            window, place = divmod(row - len(self._fresh), WINDOW)
            self._windows[window][place] = Row.of(send)
        self.dataChanged.emit(self.index(row, 0), self.index(row, Column.ID))

    def _as_known(self, row: Row) -> Row:
        """Return the newer of what was read and what was put meanwhile."""
        put = self._latest.get(row.id)
        return Row.of(put) if put is not None and len(put.events) >= len(row.send.events) else row

    def _is_of_history(self, send: Send) -> bool:
        """Whether a send without a row may have one that isn't here."""
        here = sum(map(len, self._windows.values()))
        if here >= self._count or self._top is None:
            return False
        return send.created_at <= self._top.send.created_at

    def _want(self, window: int) -> None:
        if window in self._wanted:
            return
        self._wanted.append(window)
        self.rows_wanted.emit()

    def _look_ahead(self, window: int, place: int) -> None:
        """Ask for the next rows before they are looked at."""
        if window == next(reversed(self._windows)):
            near = window + 1 if place >= WINDOW // 2 else window - 1
        else:
            self._windows.move_to_end(window)
            return
        last = (self._count - 1) // WINDOW
        if 0 <= near <= last and near not in self._windows:
            self._want(near)

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._fresh) + self._count

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
        if role not in _ROLES:
            return None  # fonts, colours and the like: asked for with each cell that is painted
        send = self.send_at(index)
        if send is None:
            return self._blank(index, role)
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

    def _blank(self, index: AnyIndex, role: int) -> object:
        """Return what stands in a row that is being read."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Loading…")
        is_text = role == Qt.ItemDataRole.DisplayRole
        return "…" if is_text and index.column() == Column.TIME else None

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
        if not send.recipient_name:
            return self.tr("Forgotten person")
        if send.sample:
            return self.tr("{address} (test as {person})").format(
                address=send.recipient_name, person=send.sample
            )
        if send.is_test:
            return self.tr("{address} (test)").format(address=send.recipient_name)
        return send.recipient_name

    def time_text(self, moment: datetime) -> str:
        """Say when: the time today, date and time before."""
        local = moment.astimezone()
        if local.date() == date.today():
            return f"{local:%H:%M:%S}"
        return self._short(int(moment.timestamp()))

    def state_text(self, send: Send) -> str:
        """Say the state, with the counts of a batch."""
        name = translated(state_name(send.state))
        if send.total is None or send.sent is None:
            return name
        return self.tr("{state}: {sent} of {total}").format(
            state=name, sent=send.sent, total=send.total
        )


def _short(locale: QLocale, seconds: int) -> str:
    return locale.toString(QDateTime.fromSecsSinceEpoch(seconds), QLocale.FormatType.ShortFormat)


def _for_qt(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))


def progress_of(send: Send) -> float | None:
    """Return how much of a batch is done, 0.0 to 1.0; None when nothing is being counted."""
    if send.state not in _COUNTING or not send.batch_id or not send.total:
        return None
    return min(1.0, ((send.sent or 0) + (send.failed or 0)) / send.total)
