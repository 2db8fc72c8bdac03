"""Asks for an API key, of a new account or of a known one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Profile
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field

_WIDTH = 400


class KeyDialog(QDialog):
    """Takes a key and stays open until it works; what was pasted stays until then.

    Signals:
        key_given(Profile | None, str, str): for which profile (None: a new one), its name, the key.
        browser_wanted(Profile | None): get one in the browser instead.
    """

    key_given = Signal(object, str, str)
    browser_wanted = Signal(object)

    def __init__(
        self,
        profile: Profile | None,
        *,
        reason: str = "",
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self.setObjectName("keyDialog")
        self.setModal(True)
        heading = (
            self.tr("Add an account")
            if profile is None
            else self.tr("The key of {name}").format(name=profile.name)
        )
        self.setWindowTitle(heading)
        title = QLabel(heading)
        set_look(title, "kind", "title")
        text = QLabel(
            reason
            or self.tr(
                "You find the key in Migma under Settings → API Integration. It is checked with "
                "Migma, then kept in your system's keyring, nowhere else."
            )
        )
        set_look(text, "kind", "muted")
        text.setWordWrap(True)
        self._name = QLineEdit()
        self._name.setObjectName("profileName")
        self._name.setPlaceholderText(self.tr("Such as your brand"))
        self._name_field = Field(self.tr("&Name"), self._name, icons=icons)
        self._name_field.setVisible(profile is None)
        self._key = QLineEdit()
        self._key.setObjectName("dialogApiKey")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setPlaceholderText(self.tr("Paste it here"))
        self._banner = Banner(icons=icons, closable=False, object_name="keyBanner")
        self._ok = Button(
            self.tr("&Connect"), icons=icons, kind="primary", object_name="keyConnectButton"
        )
        self._ok.setDefault(True)
        self._ok.clicked.connect(self._on_connect)
        cancel = Button(self.tr("Cancel"), icons=icons, object_name="keyCancelButton")
        cancel.clicked.connect(self.reject)
        browser = Button(
            self.tr("Get one in the &browser instead"),
            icons=icons,
            kind="link",
            object_name="keyBrowserButton",
        )
        browser.clicked.connect(lambda: self.browser_wanted.emit(self._profile))
        buttons = QHBoxLayout()
        buttons.addWidget(browser)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._ok)
        text.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(self._name_field)
        layout.addWidget(Field(self.tr("API &key"), self._key, icons=icons))
        layout.addWidget(self._banner)
        layout.addSpacing(SPACE)
        layout.addLayout(buttons)
        (self._name if profile is None else self._key).setFocus()

    def show_refusal(self, error: KnownError) -> None:
        """Say why the key can't be used; it stays typed."""
        self._set_busy(False)
        self._banner.show_message(
            "error", translated(error.title), translated(error.advice), details=error.details
        )

    def _on_connect(self) -> None:
        self._banner.hide()
        self._set_busy(True)
        self.key_given.emit(self._profile, self._name.text(), self._key.text())

    def _set_busy(self, busy: bool) -> None:
        self._ok.setEnabled(not busy)
        self._ok.setText(self.tr("Checking…") if busy else self.tr("&Connect"))
