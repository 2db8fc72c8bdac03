"""The rows of the list of versions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from migma_desktop.core.draft_shelf import DraftVersion, VersionReason
from migma_desktop.ui.dialogs.drafts_model import when
from migma_desktop.ui.qt import override
from migma_desktop.ui.widgets.two_line_delegate import SUBTITLE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


class VersionsModel(QAbstractListModel):
    """Shows when each version was, and why it was kept."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._versions: Sequence[DraftVersion] = ()

    def show_versions(self, versions: Sequence[DraftVersion]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._versions = versions
        self.endResetModel()

    def version_at(self, index: AnyIndex) -> DraftVersion | None:
        """Return the version of a row."""
        return self._versions[index.row()] if index.isValid() else None

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._versions)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        version = self.version_at(index)
        if version is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return when(version.made_at)
        if role == SUBTITLE_ROLE:
            return self._reason(version)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{when(version.made_at)}, {self._reason(version)}, {version.subject}"
        return None

    def _reason(self, version: DraftVersion) -> str:
        return {
            VersionReason.WRITING: self.tr("While writing"),
            VersionReason.SHRUNK: self.tr("Before much was deleted"),
            VersionReason.SENT: self.tr("As it was sent"),
            VersionReason.TESTED: self.tr("As it was tested"),
            VersionReason.OPENED: self.tr("As it was opened"),
            VersionReason.REPLACED: self.tr("Before an older one came back"),
        }[version.reason]
