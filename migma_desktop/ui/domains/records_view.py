"""The DNS records of a domain: cards, and the same as a file or as a letter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from migma_desktop.core.domains.expected import expected_records
from migma_desktop.core.domains.finding import Diagnosis
from migma_desktop.core.domains.handing_on import TTL, admin_text, zone_file
from migma_desktop.core.domains.kept import KeptDomain
from migma_desktop.ui.domains.parts import CardList
from migma_desktop.ui.domains.record_card import RecordCard
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState


class RecordsView(QWidget):
    """Shows what to create at the DNS provider.

    Signals:
        save_wanted(str, str): keep this text in a file; its suggested name is the second.
    """

    save_wanted = Signal(str, str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._kept: KeptDomain | None = None
        self._diagnosis: Diagnosis | None = None
        self._hint = QLabel()
        set_look(self._hint, "kind", "muted")
        self._zone = self._menu_button(self.tr("Zone file"), "file-text", "zoneFileButton")
        self._admin = self._menu_button(self.tr("Text for my admin"), "mail", "adminTextButton")
        self._fill(self._zone, lambda: self._text(zone=True), "{domain}.zone.txt")
        self._fill(self._admin, lambda: self._text(zone=False), "{domain}.dns-records.txt")
        self._cards = CardList(object_name="recordCards", accessible_name=self.tr("DNS records"))
        self._none = EmptyState(
            "shield-check",
            self.tr("Nothing to do"),
            self.tr("Migma looks after the DNS records of this domain."),
            icons=icons,
            object_name="noRecords",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._cards)
        self._pages.addWidget(self._none)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_2, SPACE, SPACE_2, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._hint, 1)
        row.addWidget(self._zone)
        row.addWidget(self._admin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._pages, 1)

    def show_domain(self, kept: KeptDomain, diagnosis: Diagnosis | None) -> None:
        """Show the records, with what the doctor found if it has looked."""
        same = self._kept is not None and self._kept.domain == kept.domain
        if same and self._diagnosis is diagnosis:
            return
        self._kept, self._diagnosis = kept, diagnosis
        records = expected_records(kept.domain)
        looks = {look.expected: look for look in diagnosis.records} if diagnosis else {}
        cards: list[QWidget] = []
        for number, record in enumerate(records):
            shown = RecordCard(
                record,
                domain=kept.name,
                look=looks.get(record),
                number=number,
                icons=self._icons,
            )
            shown.copied.connect(self._copy)
            cards.append(shown)
        self._say_hint()
        self._cards.replace(cards)
        self._pages.setCurrentIndex(0 if cards else 1)
        for button in (self._zone, self._admin):
            button.setVisible(bool(cards))
        self._hint.setVisible(bool(cards))

    def _say_hint(self) -> None:
        self._hint.setText(self.tr("Create these at your DNS provider. TTL: {ttl}").format(ttl=TTL))
        set_look(self._hint, "kind", "muted")

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._hint.setText(self.tr("Copied. Now paste it into the field at your DNS provider."))
        set_look(self._hint, "kind", "success")

    def _text(self, *, zone: bool) -> str:
        if self._kept is None:
            return ""
        return zone_file(self._kept.domain) if zone else admin_text(self._kept.domain)

    def _menu_button(self, text: str, icon: str, name: str) -> Button:
        button = Button(text, icons=self._icons, icon_name=icon, small=True, object_name=name)
        menu = QMenu(button)
        menu.setObjectName(f"{name}.menu")
        button.setMenu(menu)
        return button

    def _fill(self, button: Button, text: Callable[[], str], file_name: str) -> None:
        menu = button.menu()
        copy = menu.addAction(self._icons.icon("copy", role="text_muted"), self.tr("Copy"))
        copy.triggered.connect(lambda _checked=False: self._copy(text()))
        save = menu.addAction(
            self._icons.icon("download", role="text_muted"), self.tr("Save as a file…")
        )
        save.triggered.connect(
            lambda _checked=False: self.save_wanted.emit(text(), self._named(file_name))
        )

    def _named(self, template: str) -> str:
        return template.format(domain=self._kept.name if self._kept else "")
