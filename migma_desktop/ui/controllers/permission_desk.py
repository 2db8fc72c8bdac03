"""Lets controls explain themselves where the key may not do what they need."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.core.abilities import Ability, why_not
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated


class PermissionDesk(QObject):
    """Tells the parts of the window what is known of the open account's key."""

    def __init__(
        self,
        *,
        window: MainWindow,
        account: AccountController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._account = account
        account.profile_changed.connect(self._on_news)
        settings.profiles_changed.connect(self._on_news)

    def _on_news(self) -> None:
        panel = self._window.message_panel
        panel.recipient_box.explain_no_list(self._why_not(Ability.READ_PEOPLE))
        no_emails = self._why_not(Ability.READ_EMAILS)
        panel.options_box.explain_no_list(no_emails)
        panel.content_box.explain_no_list(no_emails)
        self._window.checks_panel.close_asking(self._why_not(Ability.VALIDATE))

    def _why_not(self, ability: Ability) -> str:
        why = why_not(self._account.profile, ability)
        return "" if why is None else translated(why)
