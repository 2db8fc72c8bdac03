"""The tab with the findings about the email, each one click away from its place and its fix."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from migma_desktop.core.checks.finding import Finding, Level, Origin
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.two_line_delegate import (
    ICON_ROLE,
    SUBTITLE_ROLE,
    TRAILING_ROLE,
    TwoLineDelegate,
)

if TYPE_CHECKING:  # at run time it is loaded when it is first wanted
    from migma_desktop.ui.widgets.checks_side import ChecksSide

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
        fix_wanted(Finding): put it right.
        migma_wanted: have Migma look the email over too.
        mail_programs_changed(tuple[str, ...]): the user cares for these families.
        count_changed(int): how many findings there are above a mere hint.
    """

    place_wanted = Signal(object)
    fix_wanted = Signal(object)
    migma_wanted = Signal()
    mail_programs_changed = Signal(object)
    count_changed = Signal(int)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_not_asked = ""
        self.setObjectName("checksPanel")
        self._icons = icons
        self._findings: tuple[Finding, ...] = ()
        self._list = self._make_list()
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
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._pages, 3)

    def _make_list(self) -> QListWidget:
        view = QListWidget()
        view.setObjectName("checksList")
        view.setAccessibleName(self.tr("Checks"))
        view.setProperty("kind", "flat")
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setItemDelegate(TwoLineDelegate(icons=self._icons, parent=view))
        view.itemActivated.connect(self._on_item_chosen)
        view.itemClicked.connect(self._on_item_chosen)
        view.currentItemChanged.connect(self._on_current_changed)
        return view

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings, the gravest first; nothing happens when they are the same."""
        if tuple(findings) == self._findings:
            return
        chosen = self._chosen_row(findings)
        self._findings = tuple(findings)
        self._list.clear()
        for finding in self._findings:
            self._list.addItem(self._item(finding))
        self._list.setCurrentRow(chosen)
        if not findings:
            self._side.show_finding(None)
        self._pages.setCurrentWidget(self._list if self._findings else self._fine)
        self.count_changed.emit(sum(f.level is not Level.HINT for f in self._findings))

    def close_asking(self, why: str) -> None:
        """Say why Migma can't be asked; an empty text opens the button."""
        self._why_not_asked = why
        if "_side" in vars(self):
            self._side.close_asking(why)

    def show_asking(self, asking: bool) -> None:
        """Show that Migma is being asked, or no longer."""
        self._side.show_asking(asking)

    def show_answer(self, said: str) -> None:
        """Show in a few words what came of asking Migma."""
        if said or "_side" in vars(self):  # where nothing was asked, nothing is to be taken back
            self._side.show_answer(said)

    def offer_mail_programs(self, names: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Offer these families of mail programs, by key and name, the chosen ones ticked."""
        self._side.offer_mail_programs(names, chosen)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._side.show()
        super().showEvent(event)

    @cached_property
    def _side(self) -> ChecksSide:
        """Made when it is first wanted: the window must not wait for it."""
        from migma_desktop.ui.widgets.checks_side import ChecksSide

        side = ChecksSide(icons=self._icons, parent=self)
        side.place_wanted.connect(self.place_wanted)
        side.fix_wanted.connect(self.fix_wanted)
        side.migma_wanted.connect(self.migma_wanted)
        side.mail_programs_changed.connect(self.mail_programs_changed)
        if self._why_not_asked:
            side.close_asking(self._why_not_asked)
        self._row.addWidget(side, 2)
        return side

    def _chosen_row(self, findings: Sequence[Finding]) -> int:
        """Stay on the same finding, or on what took its place."""
        row = self._list.currentRow()
        if 0 <= row < len(self._findings):
            said = self._findings[row].text
            row = next((at for at, each in enumerate(findings) if each.text == said), row)
        return min(row, len(findings) - 1)

    def _item(self, finding: Finding) -> QListWidgetItem:
        item = QListWidgetItem(translated(finding.text))
        item.setData(_FINDING_ROLE, finding)
        item.setData(SUBTITLE_ROLE, translated(finding.advice))
        item.setData(ICON_ROLE, _ICONS[finding.level])
        item.setToolTip(translated(finding.advice))
        remarks = []
        if finding.origin is Origin.MIGMA:
            remarks.append(self.tr("From Migma"))
        if finding.fix is not None:
            remarks.append(self.tr("Can be fixed"))
        item.setData(TRAILING_ROLE, " · ".join(remarks))
        level = {
            Level.ERROR: self.tr("Must be put right"),
            Level.WARNING: self.tr("Should be looked at"),
            Level.HINT: self.tr("Good to know"),
        }[finding.level]
        heard = f"{level}: {translated(finding.text)} {translated(finding.advice)}"
        if remarks:
            heard = f"{heard} {', '.join(remarks)}."
        item.setData(Qt.ItemDataRole.AccessibleTextRole, heard)
        return item

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.place_wanted.emit(item.data(_FINDING_ROLE))

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        self._side.show_finding(None if item is None else item.data(_FINDING_ROLE))
