"""The tab with the findings about the email, each one click away from its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.two_line_delegate import (
    ICON_ROLE,
    SUBTITLE_ROLE,
    TwoLineDelegate,
)

_FINDING_ROLE = Qt.ItemDataRole.UserRole
_ICONS = {
    Level.ERROR: ("circle-x", "danger"),
    Level.WARNING: ("triangle-alert", "warning"),
    Level.HINT: ("info", "info"),
}


class ChecksPanel(QWidget):
    """Lists what stands between the email and a good delivery.

    Signals:
        place_wanted(Finding): show the place that a finding speaks of.
        count_changed(int): how many findings there are above a mere hint.
    """

    place_wanted = Signal(object)
    count_changed = Signal(int)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checksPanel")
        self._icons = icons
        self._findings: tuple[Finding, ...] = ()
        self._list = QListWidget()
        self._list.setObjectName("checksList")
        self._list.setAccessibleName(self.tr("Checks"))
        self._list.setProperty("kind", "flat")
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.itemActivated.connect(self._on_item_chosen)
        self._list.itemClicked.connect(self._on_item_chosen)
        self._fine = EmptyState(
            "circle-check",
            self.tr("Nothing to complain about"),
            self.tr("Variables are filled, links lead somewhere, and the email is not too long."),
            icons=icons,
            object_name="checksFine",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._fine)
        self._pages.addWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings, the gravest first; nothing happens when they are the same."""
        if tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        chosen = self._list.currentRow()
        self._list.clear()
        for finding in self._findings:
            self._list.addItem(self._item(finding))
        self._list.setCurrentRow(min(chosen, self._list.count() - 1))
        self._pages.setCurrentWidget(self._list if self._findings else self._fine)
        self.count_changed.emit(sum(f.level is not Level.HINT for f in self._findings))

    def _item(self, finding: Finding) -> QListWidgetItem:
        item = QListWidgetItem(translated(finding.text))
        item.setData(_FINDING_ROLE, finding)
        item.setData(SUBTITLE_ROLE, translated(finding.advice))
        item.setData(ICON_ROLE, _ICONS[finding.level])
        item.setToolTip(translated(finding.advice))
        level = {
            Level.ERROR: self.tr("Must be put right"),
            Level.WARNING: self.tr("Should be looked at"),
            Level.HINT: self.tr("Good to know"),
        }[finding.level]
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole,
            f"{level}: {translated(finding.text)} {translated(finding.advice)}",
        )
        return item

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.place_wanted.emit(item.data(_FINDING_ROLE))
