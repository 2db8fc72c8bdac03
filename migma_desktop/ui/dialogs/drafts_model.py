"""The rows of the list of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from migma_desktop.core.draft_shelf import DraftSummary
from migma_desktop.ui.qt import override
from migma_desktop.ui.widgets.two_line_delegate import SUBTITLE_ROLE, TRAILING_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()
_DOT = " · "


class DraftsModel(QAbstractListModel):
    """Shows summaries in the order in which they were read."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts: Sequence[DraftSummary] = ()

    def show_drafts(self, drafts: Sequence[DraftSummary]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._drafts = drafts
        self.endResetModel()

    def draft_at(self, index: AnyIndex) -> DraftSummary | None:
        """Return the draft of a row."""
        return self._drafts[index.row()] if index.isValid() else None

    def row_of(self, draft_id: str) -> int | None:
        """Find the row of a draft."""
        rows = (number for number, draft in enumerate(self._drafts) if draft.id == draft_id)
        return next(rows, None)

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._drafts)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        draft = self.draft_at(index)
        if draft is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(draft)
        if role == SUBTITLE_ROLE:
            return self._subtitle(draft)
        if role == TRAILING_ROLE:
            return when(draft.updated_at)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._title(draft)}, {self._subtitle(draft)}, {when(draft.updated_at)}"
        return None

    def _title(self, draft: DraftSummary) -> str:
        return draft.name or draft.subject or self.tr("No subject yet")

    def _subtitle(self, draft: DraftSummary) -> str:
        whom = draft.recipient or self.tr("No recipient yet")
        parts = [whom, draft.subject if draft.name else "", self._size(draft.size)]
        return _DOT.join(part for part in parts if part)

    def _size(self, size: int) -> str:
        if size < 1024:
            return self.tr("{size} bytes").format(size=size)
        return self.tr("{size} KB").format(size=f"{size / 1024:,.0f}")


def when(at: datetime) -> str:
    """Say when something was, in as few words as are clear: today only the time of the day."""
    local = at.astimezone()
    locale = QLocale()
    time = f"{local:%H:%M}"
    day = QDate(local.year, local.month, local.day)
    age = day.daysTo(QDate.currentDate())
    if age == 0:
        return time
    if 0 < age < 7:
        return f"{locale.dayName(day.dayOfWeek(), QLocale.FormatType.ShortFormat)} {time}"
    is_this_year = day.year() == QDate.currentDate().year()
    return f"{locale.toString(day, 'd MMM' if is_this_year else 'd MMM yyyy')} {time}"
