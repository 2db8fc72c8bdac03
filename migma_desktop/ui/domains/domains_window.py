"""The window of all sending domains: the list at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.domains.kept import KeptDomain
from migma_desktop.ui.domains.domain_list_model import DomainListModel
from migma_desktop.ui.domains.domain_page import DomainPage
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.banner import Banner
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.two_line_delegate import TwoLineDelegate

_SIZE = QSize(1064, 680)
_LIST_WIDTH = 312


class DomainsWindow(QDialog):
    """Shows domains; its owner reads them and carries out what is wanted.

    Signals:
        chosen(KeptDomain): look at this one.
        add_wanted(): add a domain.
        reload_wanted(): read the list again.
    """

    chosen = Signal(object)
    add_wanted = Signal()
    reload_wanted = Signal()

    def __init__(
        self, *, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("domainsWindow")
        self.setWindowTitle(self.tr("Domains"))
        self.resize(_SIZE)
        self._name = ""
        self._model = DomainListModel(now=now, parent=self)
        self._list = QListView()
        self._list.setObjectName("domainsList")
        self._list.setAccessibleName(self.tr("Domains"))
        self._list.setProperty("kind", "flat")
        self._list.setModel(self._model)
        self._list.setItemDelegate(TwoLineDelegate(icons=icons, parent=self._list))
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._add = Button(
            self.tr("Add a domain…"), icons=icons, icon_name="plus", object_name="addDomainButton"
        )
        self._add.clicked.connect(self.add_wanted)
        self._reload = Button(
            icons=icons,
            icon_name="refresh-cw",
            kind="quiet",
            accessible_name=self.tr("Read the list again"),
            object_name="reloadDomainsButton",
        )
        self._reload.clicked.connect(self.reload_wanted)
        self.messages = Banner(icons=icons, object_name="domainsMessage")
        self.page = DomainPage(icons=icons, now=now)
        self._empty = EmptyState(
            "globe",
            self.tr("No domain yet"),
            self.tr(
                "Emails come from a domain. Add your own, or take one of Migma's that works at "
                "once."
            ),
            icons=icons,
            action_text=self.tr("Add a domain…"),
            action_kind="primary",
            object_name="domainsEmpty",
        )
        self._empty.action_triggered.connect(self.add_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.page)
        self._lay_out()

    def show_domains(self, domains: Sequence[KeptDomain]) -> None:
        """Show the list; what was chosen stays so, or else the first one is."""
        name = self._name
        self._model.show(domains)
        self._pages.setCurrentIndex(1 if domains else 0)
        if domains:
            row = max(self._model.row_of(name), 0)
            self._list.setCurrentIndex(self._model.index(row))

    def show_loading(self) -> None:
        """Say that the domains are being read."""
        if not self._model.rowCount():
            self._empty.set_texts(self.tr("Reading your domains…"))

    def show_nothing(self, title: str, text: str) -> None:
        """Say why there is no list."""
        if self._model.rowCount():
            self.messages.show_message("warning", title, text)
        else:
            self._empty.set_texts(title, text)

    def update_domain(self, kept: KeptDomain) -> None:
        """Show in the list what is new about one domain."""
        self._model.update(kept)

    def choose(self, name: str) -> None:
        """Turn to a domain."""
        row = self._model.row_of(name)
        if row >= 0:
            self._list.setCurrentIndex(self._model.index(row))
        else:
            self._name = name

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.page.stop_wanted.emit()
        self.page.doctor.stop_wanted.emit()
        super().closeEvent(event)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        kept = self._model.at(current)
        if kept is not None:
            self._name = kept.name
            self.chosen.emit(kept)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._list, 1)
        below = QHBoxLayout()
        below.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        below.addWidget(self._add, 1)
        below.addWidget(self._reload)
        column.addLayout(below)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("domainsSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._pages)
        split.setSizes([_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH])
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(split, 1)
