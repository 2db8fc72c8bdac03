"""The tab with the log of sends: a table, and beside it all about the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.models import Send
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.send_details import SendDetails
from migma_desktop.ui.widgets.status_log_model import (
    PROGRESS_ROLE,
    TONE_ROLE,
    Column,
    StatusLogModel,
)

AnyIndex = QModelIndex | QPersistentModelIndex

_ROW_HEIGHT = 4 * SPACE
_WIDTHS = {
    Column.TIME: 88,
    Column.TO: 200,
    Column.STATE: 216,
    Column.PROVIDER: 80,
    Column.ID: 120,
}
_TABLE_WIDTH, _DETAILS_WIDTH = 900, 440
_DOT = 8
_BAR_HEIGHT = 3


class StatusLogPanel(QWidget):
    """Shows every send, newest first.

    Signals:
        stop_wanted(str), try_now_wanted(str), ask_again_wanted(str): the user gave an order about
            a send, by its id.
        store_wanted(str): store a refused email at Migma and send it from there.
        close_wanted(str, bool): the user knows what became of an unclear send.
        inbox_wanted(): look at what the sandbox delivered.
    """

    stop_wanted = Signal(str)
    try_now_wanted = Signal(str)
    ask_again_wanted = Signal(str)
    store_wanted = Signal(str)
    close_wanted = Signal(str, bool)
    inbox_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLogPanel")
        self._model = StatusLogModel(self)
        self._table = _log_table(self.tr("Status log"))
        self._table.setModel(self._model)
        self._table.setItemDelegateForColumn(
            Column.STATE, StateDelegate(icons=icons, parent=self._table)
        )
        _lay_out_columns(self._table)
        self._details = SendDetails(icons=icons)
        self._details.stop_wanted.connect(self.stop_wanted)
        self._details.try_now_wanted.connect(self.try_now_wanted)
        self._details.ask_again_wanted.connect(self.ask_again_wanted)
        self._details.store_wanted.connect(self.store_wanted)
        self._details.close_wanted.connect(self.close_wanted)
        self._details.inbox_wanted.connect(self.inbox_wanted)
        self._table.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("statusLogSplitter")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._table)
        self._split.addWidget(self._details)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([_TABLE_WIDTH, _DETAILS_WIDTH])
        self._empty = EmptyState(
            "history",
            self.tr("Nothing sent yet"),
            self.tr("Every email that you send leaves a line here, with what became of it."),
            icons=icons,
            object_name="statusLogEmpty",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def load(self, sends: Sequence[Send]) -> None:
        """Show these sends instead of all others."""
        self._model.load(sends)
        self._show_page()

    def put(self, send: Send) -> None:
        """Show a new send, or the new state of one."""
        is_new = self._model.row_of(send.id) is None
        self._model.put(send)
        self._show_page()
        if is_new:
            self._table.selectRow(0)
            self._table.scrollToTop()
        chosen = self._model.send_at(self._table.currentIndex())
        if chosen is not None and chosen.id == send.id:
            self._details.show_send(send, self._model)

    def set_sandbox(self, is_sandbox: bool) -> None:
        """Offer the practice inbox, or not."""
        self._details.set_inbox_offered(is_sandbox)

    def _show_page(self) -> None:
        self._pages.setCurrentWidget(self._split if self._model.rowCount() else self._empty)

    def _on_row_chosen(self, current: QModelIndex) -> None:
        send = self._model.send_at(current)
        if send is not None:
            self._details.show_send(send, self._model)


class StateDelegate(QStyledItemDelegate):
    """Draws a state with its dot, and a thin bar under it while a batch is counted."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        tokens = self._icons.theme.tokens
        tone = str(index.data(TONE_ROLE))
        ink = QColor(tokens.text_muted if tone == "neutral" else getattr(tokens, tone))
        room = option.rect.adjusted(SPACE, 0, -SPACE, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = room.center().y() + 1
        painter.drawEllipse(QRectF(room.left(), middle - _DOT / 2, _DOT, _DOT))
        text_room = room.adjusted(_DOT + SPACE, 0, 0, 0)
        painter.setPen(QColor(tokens.text))
        text = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, text_room.width()
        )
        painter.drawText(text_room, Qt.AlignmentFlag.AlignVCenter, text)
        done = index.data(PROGRESS_ROLE)
        if isinstance(done, float):
            self._paint_bar(painter, text_room, done)
        painter.restore()

    def _paint_bar(self, painter: QPainter, room: QRect, done: float) -> None:
        tokens = self._icons.theme.tokens
        bar = QRectF(room)
        bar.setTop(bar.bottom() - _BAR_HEIGHT - 1)
        bar.setHeight(_BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface_sunken))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        bar.setWidth(max(_BAR_HEIGHT, bar.width() * done))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(bar, 1.5, 1.5)


def _log_table(name: str) -> QTableView:
    table = QTableView()
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
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    return table


def _lay_out_columns(table: QTableView) -> None:
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(Column.SUBJECT, QHeaderView.ResizeMode.Stretch)
    for column, width in _WIDTHS.items():
        header.resizeSection(column, width)
