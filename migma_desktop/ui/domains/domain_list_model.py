"""The domains as rows: name, state, since when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from migma_desktop.core.domains.kept import KeptDomain, state_words
from migma_desktop.core.models import DomainState
from migma_desktop.ui.qt import override
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.two_line_delegate import ICON_ROLE, SUBTITLE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ICONS = {
    DomainState.VERIFIED: ("circle-check", "success"),
    DomainState.MANAGED: ("circle-check", "success"),
    DomainState.WAITING: ("clock", "warning"),
    DomainState.FAILED: ("circle-alert", "danger"),
}


class DomainListModel(QAbstractListModel):
    """Shows domains in the order in which they are given."""

    def __init__(self, *, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._domains: list[KeptDomain] = []

    def show(self, domains: Sequence[KeptDomain]) -> None:
        """Show these."""
        self.beginResetModel()
        self._domains = list(domains)
        self.endResetModel()

    def update(self, kept: KeptDomain) -> None:
        """Show what is new about one of them."""
        row = self.row_of(kept.name)
        if row >= 0:
            self._domains[row] = kept
            self.dataChanged.emit(self.index(row), self.index(row))

    def at(self, index: AnyIndex) -> KeptDomain | None:
        """Return the domain of a row."""
        return self._domains[index.row()] if index.isValid() else None

    def row_of(self, name: str) -> int:
        """Find a domain's row; -1 when there is none."""
        return next((at for at, each in enumerate(self._domains) if each.name == name), -1)

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._domains)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        kept = self.at(index)
        if kept is None:
            return None
        state = translated(state_words(kept, now=self._now()))
        if role == Qt.ItemDataRole.DisplayRole:
            return kept.name
        if role == SUBTITLE_ROLE:
            return state
        if role == ICON_ROLE:
            return _ICONS[kept.domain.state]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{kept.name}\n{state}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kept.name}, {state}"
        return None
