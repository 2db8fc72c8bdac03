"""Sends a test from the domain, and reads the headers with which it arrived."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.domains.verdict import Verdict
from migma_desktop.ui.domains.parts import CardList
from migma_desktop.ui.domains.verdict_cards import check_card, verdict_card
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field, FieldState
from migma_desktop.ui.widgets.one_line import OneLine

_REST_MS = 150
_HEADERS_HEIGHT = 12 * SPACE


class ReceivedView(QWidget):
    """Two steps: send, then paste what arrived.

    Signals:
        send_wanted(str): send a test to this address.
        headers_given(str): read these headers.
        file_given(Path): read this .eml file.
        file_wanted(): ask for one.
    """

    send_wanted = Signal(str)
    headers_given = Signal(str)
    file_given = Signal(object)
    file_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._address = QLineEdit()
        self._address.setObjectName("domainTestAddress")
        self._address.setAccessibleName(self.tr("Your own address"))
        self._address.setValidator(OneLine(self._address, address=True))
        self._address.setPlaceholderText(self.tr("you@gmail.com"))
        self._address.returnPressed.connect(self._on_send)
        self._address_field = Field(
            self.tr("1. Send a test to your own address"), self._row(icons), icons=icons
        )
        self._headers = _DropText()
        self._headers.setObjectName("receivedHeaders")
        self._headers.setPlaceholderText(
            self.tr(
                "Paste all headers here, or drop the saved email (.eml).\n"
                "\n"
                "Gmail: ⋮ > Show original\n"
                "Outlook: ••• > View > View message source\n"
                "Apple Mail: View > Message > All Headers"
            )
        )
        self._headers.setMinimumHeight(_HEADERS_HEIGHT)
        set_look(self._headers, "kind", "mono")
        self._headers.file_dropped.connect(self.file_given)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(lambda: self.headers_given.emit(self._headers.toPlainText()))
        self._headers.textChanged.connect(self._rest.start)
        open_file = Button(
            self.tr("Open an .eml file…"),
            icons=icons,
            icon_name="folder-open",
            small=True,
            object_name="openEmlButton",
        )
        open_file.clicked.connect(self.file_wanted)
        self._cards = CardList(object_name="headerChecks", accessible_name=self.tr("Verdict"))
        title = QLabel(self.tr("2. Paste the headers of what arrived"))
        set_look(title, "kind", "label")
        title.setBuddy(self._headers)
        self._headers.setAccessibleName(title.text())
        bar = QHBoxLayout()
        bar.addWidget(title, 1)
        bar.addWidget(open_file)
        paste = QWidget()
        lower = QVBoxLayout(paste)
        lower.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE_2)
        lower.setSpacing(SPACE)
        lower.addLayout(bar)
        lower.addWidget(self._headers, 1)
        self._split = QSplitter()
        self._split.setOrientation(self._split.orientation().Vertical)
        self._split.setObjectName("headersSplitter")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(paste)
        self._split.addWidget(self._cards)
        self._split.setStretchFactor(1, 1)
        self._cards.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE)
        upper = QVBoxLayout()
        upper.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        upper.addWidget(self._address_field)
        column.addLayout(upper)
        column.addWidget(self._split, 1)

    def offer_address(self, address: str) -> None:
        """Suggest where tests went before."""
        if not self._address.text():
            self._address.setText(address)

    def show_sending(self, text: str, state: FieldState) -> None:
        """Say how far the test is."""
        self._address_field.set_message(text, state)

    def set_can_send(self, can_send: bool) -> None:
        """Allow a test, or say why there is none yet."""
        self._send.setEnabled(can_send)
        self._address.setEnabled(can_send)

    def show_headers(self, text: str) -> None:
        """Show the headers of a file as if they had been pasted."""
        self._headers.setPlainText(text)

    def clear(self) -> None:
        """Forget what was pasted, as another domain is looked at."""
        self._headers.blockSignals(True)
        self._headers.clear()
        self._headers.blockSignals(False)
        self._rest.stop()
        self.show_verdict(None)

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show what the headers prove; None when there are none."""
        self._cards.setVisible(verdict is not None)
        if verdict is None:
            self._cards.replace([])
            return
        cards = [verdict_card(verdict, icons=self._icons)]
        cards += [check_card(check, icons=self._icons) for check in verdict.checks]
        self._cards.replace(cards)
        self._split.setSizes([_HEADERS_HEIGHT + 6 * SPACE, self.height()])

    def _row(self, icons: Icons) -> QWidget:
        self._send = Button(
            self.tr("Send the test"),
            icons=icons,
            kind="primary",
            icon_name="send",
            object_name="sendDomainTestButton",
        )
        self._send.clicked.connect(self._on_send)
        row = QWidget()
        row.setFocusProxy(self._address)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._address, 1)
        layout.addWidget(self._send)
        return row

    def _on_send(self) -> None:
        if self._send.isEnabled():
            self.send_wanted.emit(self._address.text().strip())


class _DropText(QPlainTextEdit):
    """Takes text by hand, by paste, and a file by drop."""

    file_dropped = Signal(object)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.file_dropped.emit(Path(files[0]))
        else:
            super().dropEvent(event)
