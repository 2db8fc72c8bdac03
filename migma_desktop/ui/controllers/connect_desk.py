"""How an account gets its key: pasted, or given in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QClipboard, QDesktopServices
from PySide6.QtWidgets import QWidget

from migma_desktop.core.claiming import ClaimAnswer, ClaimOffer, ClaimState
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Profile
from migma_desktop.ui.controllers.claim_controller import ClaimController
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from migma_desktop.ui.dialogs.connect_dialog import ConnectDialog
    from migma_desktop.ui.dialogs.key_dialog import KeyDialog


class ConnectDesk(QObject):
    """Opens one of the two dialogs at a time, and closes it when the account is open."""

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        profiles: ProfileController,
        claims: ClaimController,
        clipboard: QClipboard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._profiles = profiles
        self._claims = claims
        self._clipboard = clipboard
        self._over: QWidget | None = None
        self._key_dialog: KeyDialog | None = None
        self._browser: ConnectDialog | None = None
        welcome = window.welcome_page
        welcome.key_given.connect(lambda key: profiles.add("", key))
        welcome.browser_chosen.connect(self.ask_in_browser)
        profiles.key_refused.connect(self._on_key_refused)
        claims.offered.connect(self._on_offered)
        claims.troubled.connect(self._on_troubled)
        claims.answered.connect(self._on_answered)
        claims.failed.connect(self._on_failed)

    def ask_for_key(
        self, profile: Profile | None = None, *, reason: str = "", over: QWidget | None = None
    ) -> None:
        """Open the question for a key: of a new account, or of a known one."""
        from migma_desktop.ui.dialogs.key_dialog import KeyDialog

        if self._key_dialog is not None:
            self._key_dialog.raise_()
            return
        self._over = over
        dialog = KeyDialog(profile, reason=reason, icons=self._icons, parent=over or self._window)
        dialog.key_given.connect(self._on_dialog_key)
        dialog.browser_wanted.connect(self._on_browser_wanted)
        dialog.finished.connect(self._on_key_dialog_finished)
        self._key_dialog = dialog
        dialog.open()

    def ask_in_browser(
        self, profile: Profile | None = None, *, over: QWidget | None = None
    ) -> None:
        """Get a key in the browser: for a new account, or for a known one."""
        from migma_desktop.ui.dialogs.connect_dialog import ConnectDialog

        if self._browser is not None:
            self._browser.raise_()
            return
        self._over = over
        dialog = ConnectDialog(profile, icons=self._icons, parent=over or self._window)
        dialog.asked.connect(self._claims.begin)
        dialog.link_wanted.connect(self._on_link_wanted)
        dialog.copy_wanted.connect(self._on_copy_wanted)
        dialog.paste_wanted.connect(self._on_paste_wanted)
        dialog.finished.connect(self._on_browser_finished)
        self._browser = dialog
        dialog.open()

    def close(self) -> None:
        """Close what is open: the account is connected."""
        for dialog in (self._key_dialog, self._browser):
            if dialog is not None:
                dialog.accept()

    def _on_dialog_key(self, profile: Profile | None, name: str, key: str) -> None:
        if profile is None:
            self._profiles.add(name, key)
        else:
            self._profiles.replace_key(profile.id, key)

    def _on_browser_wanted(self, profile: Profile | None) -> None:
        over = self._over
        if self._key_dialog is not None:
            self._key_dialog.reject()
        self.ask_in_browser(profile, over=over)

    def _on_paste_wanted(self) -> None:
        if self._browser is not None:
            profile, over = self._browser.profile, self._over
            self._browser.reject()
            self.ask_for_key(profile, over=over)

    def _on_key_dialog_finished(self) -> None:
        if self._key_dialog is not None:
            self._key_dialog.deleteLater()
            self._key_dialog = None

    def _on_browser_finished(self) -> None:
        self._claims.cancel()
        if self._browser is not None:
            self._browser.deleteLater()
            self._browser = None

    def _on_offered(self, offer: ClaimOffer) -> None:
        if self._browser is not None:
            self._browser.show_offer(offer)

    def _on_troubled(self, is_troubled: bool) -> None:
        if self._browser is not None:
            self._browser.show_troubled(is_troubled)

    def _on_answered(self, answer: ClaimAnswer) -> None:
        dialog = self._browser
        if dialog is None:
            return
        dialog.show_answer(answer)
        if answer.state is ClaimState.GRANTED:
            self._profiles.add_granted(dialog.profile, dialog.name, answer.key, answer.scope)

    def _on_failed(self, error: KnownError) -> None:
        if self._browser is not None:
            self._browser.show_failure(error)

    def _on_copy_wanted(self, link: str) -> None:
        self._clipboard.setText(link)

    def _on_link_wanted(self, link: str) -> None:
        """Open the page. The client has let through https and this computer alone."""
        if not QDesktopServices.openUrl(QUrl(link)):
            self._clipboard.setText(link)
            if self._browser is not None:
                self._browser.show_no_browser()

    def _on_key_refused(self, error: KnownError) -> None:
        if self._browser is not None:
            self._browser.show_failure(error)
        elif self._key_dialog is not None:
            self._key_dialog.show_refusal(error)
        elif self._window.shows_welcome:
            self._window.welcome_page.show_refusal(error)
        else:
            self._profiles.trouble.emit(error)
