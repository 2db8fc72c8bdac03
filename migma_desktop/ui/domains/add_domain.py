"""Asks for a new domain: one's own, or one of Migma's that works at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.domains.kept import Availability
from migma_desktop.ui.domains.parts import words
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_WIDTH = 440
_REST_MS = 350
_SHORTEST = 3  # characters of a prefix (contract, section 6)
_REGIONS = ("", "us-east-1", "eu-west-1")


class AddDomainDialog(QDialog):
    """Takes a name and, for one of Migma's, says while it is typed whether it can be had.

    Signals:
        prefix_typed(str): find out whether it is free.
        own_wanted(str, str): add this domain, in this region (empty: Migma chooses).
        managed_wanted(str): make this one.
    """

    prefix_typed = Signal(str)
    own_wanted = Signal(str, str)
    managed_wanted = Signal(str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("addDomainDialog")
        self.setModal(True)
        self.setWindowTitle(self.tr("Add a domain"))
        self._is_free = False
        title = QLabel(self.tr("Add a domain"))
        set_look(title, "kind", "title")
        self._kind = SegmentedControl(
            [
                Segment("own", self.tr("My own domain")),
                Segment("managed", self.tr("One of Migma's")),
            ],
            icons=icons,
            accessible_name=self.tr("Which kind of domain"),
            object_name="addDomainKind",
            stretch=True,
        )
        self._kind.value_changed.connect(self._on_kind_changed)
        self._name = QLineEdit()
        self._name.setObjectName("newDomainName")
        self._name.setValidator(OneLine(self._name))
        self._name.setPlaceholderText(self.tr("example.com"))
        self._name.textChanged.connect(self._on_name_changed)
        self._name_field = Field(self.tr("&Domain"), self._name, icons=icons)
        self._region = QComboBox()
        self._region.setObjectName("newDomainRegion")
        for text in (
            self.tr("Chosen by Migma (usual)"),
            self.tr("United States (us-east-1)"),
            self.tr("Europe (eu-west-1)"),
        ):
            self._region.addItem(text)
        self._prefix = QLineEdit()
        self._prefix.setObjectName("newDomainPrefix")
        self._prefix.setValidator(OneLine(self._prefix))
        self._prefix.setPlaceholderText(self.tr("your-brand"))
        self._prefix.textChanged.connect(self._on_prefix_changed)
        self._prefix_field = Field(self.tr("&Name before .migma.email"), self._prefix, icons=icons)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(lambda: self.prefix_typed.emit(self._typed_prefix()))
        self._add = Button(
            self.tr("Add the domain"), icons=icons, kind="primary", object_name="addDomainOkButton"
        )
        self._add.setDefault(True)
        self._add.clicked.connect(self._on_add)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="addDomainCancelButton")
        cancel.clicked.connect(self.reject)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._own_page(icons))
        self._pages.addWidget(self._managed_page())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(self._kind)
        layout.addWidget(self._pages)
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        self.setFixedWidth(_WIDTH)
        self._name.setFocus()
        self._show_order()

    def show_availability(self, found: Availability) -> None:
        """Say whether the name that is typed can be had; an answer to an older one is dropped."""
        if found.prefix != self._typed_prefix():
            return
        self._is_free = found.is_available
        if found.is_available:
            free = self.tr("{name} is free.").format(name=found.full_name or found.prefix)
            self._prefix_field.set_message(free, "ok")
        else:
            reason = found.reason or self.tr("This name is taken.")
            self._prefix_field.set_message(reason, "error")
        self._show_order()

    def show_refused(self, text: str) -> None:
        """Say why it was not added; what was typed stays."""
        field = self._name_field if self._is_own() else self._prefix_field
        field.set_message(text, "error")
        self._add.setEnabled(True)

    def _own_page(self, icons: Icons) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(
            words(
                self.tr(
                    "You need access to its DNS settings, or somebody who has it. Your mailboxes "
                    "and website stay as they are."
                ),
                "muted",
            )
        )
        column.addWidget(self._name_field)
        column.addWidget(Field(self.tr("&Region"), self._region, icons=icons))
        return page

    def _managed_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(
            words(
                self.tr("Works at once, without any DNS. People see Migma's name in it."), "muted"
            )
        )
        column.addWidget(self._prefix_field)
        column.addStretch(1)
        return page

    def _is_own(self) -> bool:
        return self._kind.value() == "own"

    def _typed_prefix(self) -> str:
        return self._prefix.text().strip().lower().removesuffix(".migma.email")

    def _on_kind_changed(self, _value: str) -> None:
        self._pages.setCurrentIndex(0 if self._is_own() else 1)
        (self._name if self._is_own() else self._prefix).setFocus()
        self._show_order()

    def _on_prefix_changed(self) -> None:
        self._is_free = False
        prefix = self._typed_prefix()
        if len(prefix) < _SHORTEST:
            self._rest.stop()
            hint = self.tr("Three characters or more: small letters, digits, hyphens.")
            self._prefix_field.set_message(hint if prefix else "", "none")
        else:
            self._prefix_field.set_message(self.tr("Asking whether it is free…"), "none")
            self._rest.start()
        self._show_order()

    def _on_name_changed(self) -> None:
        self._name_field.set_message("", "none")
        self._show_order()

    def _show_order(self) -> None:
        is_typed = "." in self._name.text().strip()
        self._add.setEnabled(is_typed if self._is_own() else self._is_free)

    def _on_add(self) -> None:
        self._add.setEnabled(False)
        if self._is_own():
            name = self._name.text().strip().lower().rstrip(".")
            name = name.removeprefix("https://").removeprefix("http://").split("/")[0]
            self.own_wanted.emit(name, _REGIONS[self._region.currentIndex()])
        else:
            self.managed_wanted.emit(self._typed_prefix())
