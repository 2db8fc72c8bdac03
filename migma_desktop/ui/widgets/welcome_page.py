"""What a new user sees: two roads to a first email."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.errors import KnownError
from migma_desktop.paths import resource
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3, SPACE_4
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.icon_label import IconLabel

_LOGO = 56
_CARD_WIDTH = 352
_ICON = 24


class WelcomePage(QWidget):
    """Offers the practice Migma, or an account by its key.

    Signals:
        sandbox_chosen(): practise first.
        key_given(str): a key was pasted.
        browser_chosen(): get a key in the browser.
    """

    sandbox_chosen = Signal()
    browser_chosen = Signal()
    key_given = Signal(str)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self._icons = icons
        self._banner = Banner(icons=icons, object_name="welcomeBanner")
        self._banner.hide()
        cards = QHBoxLayout()
        cards.setSpacing(SPACE_3)
        cards.addStretch(1)
        cards.addWidget(self._sandbox_card())
        cards.addWidget(self._key_card())
        cards.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.addStretch(2)
        layout.addLayout(self._headline())
        layout.addSpacing(SPACE_4)
        layout.addLayout(cards)
        layout.addSpacing(SPACE_2)
        layout.addLayout(self._centred(self._banner, 2 * _CARD_WIDTH + SPACE_3))
        layout.addStretch(3)

    def show_refusal(self, error: KnownError) -> None:
        """Say why the key can't be used; it stays typed."""
        self._set_busy(False)
        self._banner.show_message(
            "error", translated(error.title), translated(error.advice), details=error.details
        )

    def reset(self) -> None:
        """Forget the key, as an account is open now."""
        self._key.clear()
        self._banner.hide()
        self._set_busy(False)

    def focus_first(self) -> None:
        """Put the focus on the road that needs nothing."""
        self._sandbox.setFocus()

    def _headline(self) -> QVBoxLayout:
        logo = QSvgWidget(str(resource("icons/app.svg")))
        logo.setFixedSize(QSize(_LOGO, _LOGO))
        title = QLabel(self.tr("Welcome to Migma Desktop"))
        set_look(title, "kind", "display")
        text = QLabel(self.tr("Write an email, see exactly what will arrive, and send it."))
        set_look(text, "kind", "muted")
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for widget in (logo, title, text):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.insertSpacing(1, SPACE)
        return column

    def _sandbox_card(self) -> QFrame:
        self._sandbox = Button(
            self.tr("&Try it in the sandbox"),
            icons=self._icons,
            kind="primary",
            object_name="trySandboxButton",
        )
        self._sandbox.clicked.connect(self.sandbox_chosen)
        return self._card(
            "flask-conical",
            self.tr("Practise first"),
            self.tr(
                "A practice Migma runs inside the program, with a sample brand, people and a "
                "ready email. Nothing leaves this computer."
            ),
            [self._sandbox],
        )

    def _key_card(self) -> QFrame:
        self._key = QLineEdit()
        self._key.setObjectName("apiKey")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setPlaceholderText(self.tr("Paste it here"))
        self._key.returnPressed.connect(self._on_connect)
        self._connect = Button(
            self.tr("&Connect"), icons=self._icons, object_name="connectKeyButton"
        )
        self._connect.clicked.connect(self._on_connect)
        browser = Button(
            self.tr("No key at hand? Connect in the &browser"),
            icons=self._icons,
            kind="link",
            object_name="connectBrowserButton",
        )
        browser.clicked.connect(self.browser_chosen)
        return self._card(
            "key-round",
            self.tr("Use your Migma account"),
            self.tr(
                "You find your key in Migma under Settings → API Integration. "
                "It is kept in your system's keyring, nowhere else."
            ),
            [Field(self.tr("API &key"), self._key, icons=self._icons), self._connect, browser],
        )

    def _card(self, icon: str, title: str, text: str, below: list[QWidget]) -> QFrame:
        card = QFrame()
        set_look(card, "kind", "card")
        card.setFixedWidth(_CARD_WIDTH)
        heading = QLabel(title)
        set_look(heading, "kind", "heading")
        body = QLabel(text)
        set_look(body, "kind", "muted")
        body.setWordWrap(True)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE)
        layout.addWidget(IconLabel(icon, icons=self._icons, role="accent_text", size=_ICON))
        layout.addSpacing(SPACE)
        layout.addWidget(heading)
        layout.addWidget(body)
        layout.addStretch(1)
        layout.addSpacing(SPACE_2)
        for widget in below:
            layout.addWidget(widget)
        return card

    @staticmethod
    def _centred(widget: QWidget, width: int) -> QHBoxLayout:
        widget.setMaximumWidth(width)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(widget, 100)
        row.addStretch(1)
        return row

    def _on_connect(self) -> None:
        self._banner.hide()
        self._set_busy(True)
        self.key_given.emit(self._key.text())

    def _set_busy(self, busy: bool) -> None:
        self._connect.setEnabled(not busy)
        self._connect.setText(self.tr("Checking…") if busy else self.tr("&Connect"))
