"""Gets a key in the browser, in three steps that are seen: ask, compare the code, done."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.claiming import ClaimAnswer, ClaimOffer, ClaimState
from migma_desktop.core.errors import DraftRefused, KnownError
from migma_desktop.core.models import Profile
from migma_desktop.core.rules import parse_address
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.one_line import OneLine
from migma_desktop.ui.widgets.spinner import Spinner

_WIDTH = 440


class ConnectDialog(QDialog):
    """Asks for the address of the account, then shows the code until there is an answer.

    Signals:
        asked(str): ask Migma for a key for the owner of this address.
        link_wanted(str), copy_wanted(str): open the link in the browser; put it on the clipboard.
        paste_wanted(): the user would rather paste a key.
    """

    asked = Signal(str)
    link_wanted = Signal(str)
    copy_wanted = Signal(str)
    paste_wanted = Signal()

    def __init__(
        self, profile: Profile | None, *, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.profile = profile
        self._link = ""
        self._left = 0  # seconds until the code expires
        self.setObjectName("connectDialog")
        self.setModal(True)
        heading = (
            self.tr("Connect in the browser")
            if profile is None
            else self.tr("A new key for {name}").format(name=profile.name)
        )
        self.setWindowTitle(heading)
        title = _label(heading, "title")
        self._banner = Banner(icons=icons, closable=False, object_name="connectBanner")
        self._pages = QStackedWidget()
        self._pages.setObjectName("connectPages")
        self._pages.addWidget(self._asking_page())
        self._pages.addWidget(self._waiting_page())
        self._paste = Button(
            self.tr("&Paste a key instead"), icons=icons, kind="link", object_name="connectPaste"
        )
        self._paste.clicked.connect(self.paste_wanted)
        self._cancel = Button(self.tr("Cancel"), icons=icons, object_name="connectCancel")
        self._cancel.clicked.connect(self.reject)
        self._go = Button(
            self.tr("&Ask Migma"), icons=icons, kind="primary", object_name="connectAsk"
        )
        self._go.setDefault(True)
        self._go.clicked.connect(self._on_go)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self._paste)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addWidget(title)
        column.addWidget(self._pages)
        column.addWidget(self._banner)
        column.addLayout(buttons)
        self._second = QTimer(self, interval=1_000)
        self._second.timeout.connect(self._on_second)
        self._email.setFocus()

    @property
    def name(self) -> str:
        """What the account is to be called; empty for a name of the program's choice."""
        return self._name.text()

    def show_offer(self, offer: ClaimOffer) -> None:
        """Show the code, and where it is compared."""
        self._link = offer.link
        self._left = math.ceil(offer.seconds)
        self._code.setText(offer.code)
        self._code.setAccessibleName(self.tr("The code is {code}").format(code=offer.code))
        self._show_left()
        self._second.start()
        self._banner.hide()
        self._pages.setCurrentIndex(1)
        self._paste.hide()
        self._go.hide()
        self._open.setFocus()

    def show_troubled(self, is_troubled: bool) -> None:
        """Say that Migma can't be reached for now, or can again."""
        if is_troubled:
            self._banner.show_message(
                "warning",
                self.tr("Migma can't be reached just now"),
                self.tr("The program goes on asking. Check your internet connection."),
            )
        else:
            self._banner.hide()

    def show_no_browser(self) -> None:
        """Say that no browser opened; the link is on the clipboard."""
        self._banner.show_message(
            "warning",
            self.tr("No browser opened"),
            self.tr("The link is on the clipboard: paste it into your browser."),
        )

    def show_answer(self, answer: ClaimAnswer) -> None:
        """Say how it ended; a key that was given is being kept."""
        self._second.stop()
        if answer.state is ClaimState.GRANTED:
            self._banner.hide()
            self._told.setText(self.tr("Migma gave the key. It is being kept…"))
            return
        endings = {
            ClaimState.REFUSED: (
                self.tr("The key was refused"),
                self.tr("Somebody said no in the browser. Nothing has changed here."),
            ),
            ClaimState.EXPIRED: (
                self.tr("The code has expired"),
                self.tr("It holds for ten minutes. Ask again for a new one."),
            ),
            ClaimState.LOST: (
                self.tr("The key was given, but did not arrive"),
                self.tr(
                    "It comes only once. Ask again for another, and revoke the lost one in Migma "
                    "under Settings."
                ),
            ),
        }
        self._begin_again(*endings.get(answer.state, endings[ClaimState.EXPIRED]), "")

    def show_failure(self, error: KnownError) -> None:
        """Say why it doesn't work that way; what was typed stays."""
        self._begin_again(translated(error.title), translated(error.advice), error.details)

    def _begin_again(self, title: str, text: str, details: str) -> None:
        self._second.stop()
        self._pages.setCurrentIndex(0)
        self._set_busy(False)
        self._paste.show()
        self._go.show()
        self._go.setText(self.tr("&Ask again"))
        self._banner.show_message("error", title, text, details=details)

    def _asking_page(self) -> QWidget:
        text = _label(
            self.tr(
                "Nothing to copy: Migma shows a page in your browser, you sign in and compare a "
                "code, and the key comes here by itself. It is kept in your system's keyring."
            ),
            "muted",
        )
        self._name = QLineEdit()
        self._name.setObjectName("connectName")
        self._name.setPlaceholderText(self.tr("Such as your brand"))
        self._email = QLineEdit()
        self._email.setObjectName("connectEmail")
        self._email.setValidator(OneLine(self._email, address=True))
        self._email.setPlaceholderText(self.tr("you@example.com"))
        name = Field(self.tr("&Name"), self._name, icons=self._icons)
        name.setVisible(self.profile is None)
        self._email_field = Field(
            self.tr("The &email address of your Migma account"), self._email, icons=self._icons
        )
        return _page(text, name, self._email_field)

    def _waiting_page(self) -> QWidget:
        text = _label(
            self.tr("Open the page, sign in, and say yes if it shows the same code:"), "muted"
        )
        self._code = _label("", "display")
        self._code.setObjectName("connectCode")
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = Button(
            self.tr("&Open the page"),
            icons=self._icons,
            kind="primary",
            icon_name="external-link",
            object_name="connectOpen",
        )
        self._open.clicked.connect(lambda: self.link_wanted.emit(self._link))
        copy = Button(
            self.tr("Copy &link"), icons=self._icons, icon_name="copy", object_name="connectCopy"
        )
        copy.clicked.connect(lambda: self.copy_wanted.emit(self._link))
        roads = QHBoxLayout()
        roads.setSpacing(SPACE)
        roads.addStretch(1)
        roads.addWidget(copy)
        roads.addWidget(self._open)
        roads.addStretch(1)
        self._told = _label("", "small")
        self._told.setObjectName("connectTold")
        self._told.setWordWrap(False)
        waiting = QHBoxLayout()
        waiting.setSpacing(SPACE)
        waiting.addStretch(1)
        waiting.addWidget(Spinner(icons=self._icons))
        waiting.addWidget(self._told)
        waiting.addStretch(1)
        page = _page(text, self._code)
        layout = page.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addLayout(roads)
            layout.addLayout(waiting)
        return page

    def _on_go(self) -> None:
        try:
            email = parse_address(self._email.text(), field="connectEmail")
        except DraftRefused as refusal:
            self._email_field.set_message(
                f"{translated(refusal.title)} {translated(refusal.advice)}", "error"
            )
            self._email.setFocus()
            return
        self._email_field.set_message("")
        self._banner.hide()
        self._set_busy(True)
        self.asked.emit(email)

    def _set_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._go.setText(self.tr("Asking…") if busy else self.tr("&Ask Migma"))
        self._name.setEnabled(not busy)
        self._email.setEnabled(not busy)

    def _on_second(self) -> None:
        self._left = max(0, self._left - 1)
        self._show_left()

    def _show_left(self) -> None:
        minutes, seconds = divmod(self._left, 60)
        self._told.setText(
            self.tr("Waiting for your yes. The code holds for {time}").format(
                time=f"{minutes}:{seconds:02}"
            )
        )


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_look(label, "kind", kind)
    label.setWordWrap(True)
    if kind != "small":
        label.setFixedWidth(_WIDTH)
    return label


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_2)
    for widget in widgets:
        column.addWidget(widget)
    return page
