"""The tab with the log of sends: a table, and beside it all about the chosen one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.history import HistoryFilter, Row
from migma_desktop.core.models import Profile, Send
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.send_details import SendDetails
from migma_desktop.ui.widgets.status_log_delegate import StateDelegate
from migma_desktop.ui.widgets.status_log_filter import Days, LogFilterBar
from migma_desktop.ui.widgets.status_log_model import Column, StatusLogModel

_ROW_HEIGHT = 4 * SPACE
_WIDTHS = {
    Column.TIME: 136,
    Column.TO: 200,
    Column.STATE: 232,
    Column.PROVIDER: 80,
    Column.ID: 120,
}
_TABLE_WIDTH, _DETAILS_WIDTH = 900, 440
_LEAST_ROWS = 3
_LEAST_TO = 96  # px
_ROOM_FOR_ALL = 844  # px: below, provider and id are left to the details


class StatusLogPanel(QWidget):
    """Shows every send, newest first; searches and filters them.

    It begins empty; ``furnish`` makes its parts, together more than the window should stand still.

    Signals:
        stop_wanted(str), try_now_wanted(str), ask_again_wanted(str): the user gave an order about
            a send, by its id.
        store_wanted(str): store a refused email at Migma and send it from there.
        close_wanted(str, bool): the user knows what became of an unclear send.
        inbox_wanted(): look at what the sandbox delivered.
        filter_changed(HistoryFilter): other sends are wanted; ``show_rows`` brings them.
        rows_wanted(): rows are looked at that are not here; see ``model``.
        open_wanted(str), draft_wanted(str), curl_wanted(str), eml_wanted(str): show the email
            as it left, write a new one like it, copy it as a command, save it as a file.
        export_wanted(str), retention_wanted(), days_wanted(Days): orders of the bar above.
        forget_wanted(str): remove a person, of this address if there is one, from all records.
    """

    stop_wanted = Signal(str)
    try_now_wanted = Signal(str)
    ask_again_wanted = Signal(str)
    store_wanted = Signal(str)
    close_wanted = Signal(str, bool)
    inbox_wanted = Signal()
    filter_changed = Signal(object)
    rows_wanted = Signal()
    open_wanted = Signal(str)
    draft_wanted = Signal(str)
    curl_wanted = Signal(str)
    eml_wanted = Signal(str)
    export_wanted = Signal(str)
    forget_wanted = Signal(str)
    retention_wanted = Signal()
    days_wanted = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLogPanel")
        self._is_reading = True  # until the history is shown for the first time
        self._meanwhile: list[Send] = []
        self.model = StatusLogModel(self)
        self.model.rows_wanted.connect(self.rows_wanted)

    def furnish(self, icons: Icons) -> Iterator[None]:
        """Make its parts, a few at a turn; events may be handled between the turns."""
        self._bar = LogFilterBar(icons=icons)
        yield
        self._details = SendDetails(icons=icons)
        yield
        self._table = _log_table(self.tr("Status log"))
        self._table.setModel(self.model)
        self._table.setItemDelegateForColumn(
            Column.STATE, StateDelegate(icons=icons, parent=self._table)
        )
        _lay_out_columns(self._table)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("statusLogSplitter")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._table)
        self._split.addWidget(self._details)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([_TABLE_WIDTH, _DETAILS_WIDTH])
        yield
        self._empty = EmptyState(
            "history",
            self.tr("Nothing sent yet"),
            self.tr("Every email that you send leaves a line here, with what became of it."),
            icons=icons,
            object_name="statusLogEmpty",
        )
        self._no_match = EmptyState(
            "search",
            self.tr("No email matches"),
            self.tr("Try the beginning of another word, or look at all emails again."),
            icons=icons,
            action_text=self.tr("Show all emails"),
            object_name="statusLogNoMatch",
        )
        self._no_match.action_triggered.connect(self._bar.clear)
        self._pages = QStackedWidget()
        for page in (self._empty, self._split, self._no_match):
            self._pages.addWidget(page)
        self._pages.setMinimumHeight(_LEAST_ROWS * _ROW_HEIGHT)  # a small window is for the email
        yield
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)
        self._connect()
        self._show_page()

    @property
    def wanted(self) -> HistoryFilter:
        """Which sends are wanted."""
        return self._bar.wanted

    def begin_reading(self) -> None:
        """Keep what is put from now on: a reading that has begun may not hold it."""
        self._is_reading, self._meanwhile = True, []
        self.model.begin_reading()

    def show_rows(self, rows: Sequence[Row], count: int) -> None:
        """Show the newest of a history of ``count`` sends; the chosen one stays chosen."""
        chosen = self.model.send_at(self._table.currentIndex())
        self.model.load(rows, count)
        self._is_reading = False
        for send in self._meanwhile:
            self._put(send)
        self._meanwhile = []
        row = None if chosen is None else self.model.row_of(chosen.id)
        if row is not None:
            self._table.selectRow(row)
        elif rows and not self.wanted.is_empty:
            self._table.selectRow(0)
        self._show_page()

    def set_count(self, count: int) -> None:
        """Correct how many sends the history holds."""
        self.model.set_count(count)
        self._show_page()

    def put(self, send: Send) -> None:
        """Show a new send, or the new state of one."""
        if self._is_reading:
            self._meanwhile.append(send)
        is_new = self._put(send)
        self._show_page()
        if is_new:
            self._table.selectRow(0)
            self._table.scrollToTop()
        chosen = self.model.send_at(self._table.currentIndex())
        if chosen is not None and chosen.id == send.id:
            self._details.show_send(chosen, self.model)

    def set_sandbox(self, is_sandbox: bool) -> None:
        """Offer the practice inbox, or not."""
        self._details.set_inbox_offered(is_sandbox)

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Offer to look at one account, where there are several."""
        self._bar.set_profiles(profiles)

    def show_days(self, days: Days | None) -> None:
        """Show the sends of these days; of any time, when none were chosen."""
        self._bar.show_days(days)

    def show_exporting(self, count: int | None) -> None:
        """Tell how far an export is; None when there is none."""
        self._bar.show_exporting(count)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search, whatever part of the log has the focus."""
        if event.matches(QKeySequence.StandardKey.Find):
            self._bar.focus_search()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        details, bar = self._details, self._bar
        details.stop_wanted.connect(self.stop_wanted)
        details.try_now_wanted.connect(self.try_now_wanted)
        details.ask_again_wanted.connect(self.ask_again_wanted)
        details.store_wanted.connect(self.store_wanted)
        details.close_wanted.connect(self.close_wanted)
        details.inbox_wanted.connect(self.inbox_wanted)
        details.open_wanted.connect(self.open_wanted)
        details.draft_wanted.connect(self.draft_wanted)
        details.curl_wanted.connect(self.curl_wanted)
        details.eml_wanted.connect(self.eml_wanted)
        details.same_person_wanted.connect(bar.search_for)
        bar.changed.connect(self.filter_changed)
        bar.list_wanted.connect(self._on_list_wanted)
        bar.export_wanted.connect(self.export_wanted)
        bar.forget_wanted.connect(lambda: self.forget_wanted.emit(self._chosen_address()))
        bar.retention_wanted.connect(self.retention_wanted)
        bar.days_wanted.connect(self.days_wanted)
        self._table.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        self._table.activated.connect(self._on_activated)
        self.model.dataChanged.connect(self._on_rows_came)

    def _put(self, send: Send) -> bool:
        if self.model.row_of(send.id) is None and not self.wanted.takes(send):
            return False
        return self.model.put(send)

    def _show_page(self) -> None:
        count = self.model.rowCount()
        self._bar.show_count(count)
        self._bar.setVisible(bool(count) or not self.wanted.is_empty)
        if count:
            self._pages.setCurrentWidget(self._split)
        else:
            self._pages.setCurrentWidget(self._empty if self.wanted.is_empty else self._no_match)

    def _chosen_address(self) -> str:
        send = self.model.send_at(self._table.currentIndex())
        return "" if send is None else send.request.recipient_email

    def _on_list_wanted(self) -> None:
        if self.model.rowCount():
            if not self._table.currentIndex().isValid():
                self._table.selectRow(0)
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_row_chosen(self, current: QModelIndex) -> None:
        send = self.model.send_at(current)
        if send is not None:
            self._details.show_send(send, self.model)

    def _on_rows_came(self, first: QModelIndex, last: QModelIndex) -> None:
        """Tell about the chosen row, which may have been blank when it was chosen."""
        current = self._table.currentIndex()
        if current.isValid() and first.row() <= current.row() <= last.row():
            self._on_row_chosen(current)

    def _on_activated(self, index: QModelIndex) -> None:
        send = self.model.send_at(index)
        if send is not None:
            self.open_wanted.emit(send.id)


class _LogTable(QTableView):
    """A table of whole rows, in which Home and End lead to the first and to the last one."""

    def __init__(self) -> None:
        super().__init__()
        self._given = _WIDTHS[Column.TO]

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        model, ends = self.model(), QAbstractItemView.CursorAction
        if model.rowCount() and action in {ends.MoveHome, ends.MoveEnd}:
            return model.index(0 if action is ends.MoveHome else model.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        for column in (Column.PROVIDER, Column.ID):
            self.setColumnHidden(column, width < _ROOM_FOR_ALL)
        self._share(width - _WIDTHS[Column.TIME] - _WIDTHS[Column.STATE])

    def _share(self, room: int) -> None:
        """Let the recipient leave the subject half of the room, where that is little."""
        share = min(_WIDTHS[Column.TO], max(_LEAST_TO, room // 2))
        if share != self._given:  # what somebody has drawn stays until the room is another
            self._given = share
            self.setColumnWidth(Column.TO, share)


def _log_table(name: str) -> QTableView:
    table = _LogTable()
    table.setObjectName("statusLog")
    table.setAccessibleName(name)
    table.setProperty("kind", "flat")
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    return table


def _lay_out_columns(table: QTableView) -> None:
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(Column.SUBJECT, QHeaderView.ResizeMode.Stretch)
    for column, width in _WIDTHS.items():
        header.resizeSection(column, width)
