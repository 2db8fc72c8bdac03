"""Lights up the whole row of a table under the mouse, where Qt lights up one cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Slot
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from migma_desktop.ui.qt import override

_NO_ROW = -1


class RowHoverDelegate(QStyledItemDelegate):
    """The usual delegate for a table whose rows are read and chosen whole.

    It installs itself: ``RowHoverDelegate(view)``.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._row = _NO_ROW
        view.setMouseTracking(True)
        view.setItemDelegate(self)
        view.entered.connect(self._on_entered)
        view.viewport().installEventFilter(self)

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.row() == self._row:
            option.state |= QStyle.StateFlag.State_MouseOver

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave and watched is self._view.viewport():
            self._set_row(_NO_ROW)
        return super().eventFilter(watched, event)

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        self._set_row(index.row())

    def _set_row(self, row: int) -> None:
        if row != self._row:
            self._row = row
            self._view.viewport().update()
