"""Minds that an email is sent with the account that it was written for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.belonging import moved_to, written_for
from migma_desktop.core.models import Profile
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.settings_controller import SettingsController


class BelongingController(QObject):
    """Knows whether the draft belongs to another account than the open one.

    Signals:
        other_changed(Profile | None): the account that the draft was written for, unless it is
            the open one.
        moved(): the draft belongs to the open account now, without what was the other's own.
    """

    other_changed = Signal(object)
    moved = Signal()

    def __init__(
        self,
        *,
        drafts: DraftController,
        account: AccountController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._account = account
        self._settings = settings
        self._told = ""
        drafts.replaced.connect(self._on_news)
        account.profile_changed.connect(self._on_news)
        settings.profiles_changed.connect(self._on_news)

    @property
    def other(self) -> Profile | None:
        """The account that the draft was written for; None when it is the open one."""
        return written_for(self._drafts.draft, self._account.profile_id, self._settings.profile)

    def move_here(self) -> None:
        """Let the draft belong to the open account from now on."""
        profile = self._account.profile
        if profile is None or self.other is None:
            return
        moved = moved_to(self._drafts.draft, profile, self._account.domains.items)
        self._drafts.edit(
            profile_id=moved.profile_id,
            project_id=moved.project_id,
            recipient=moved.recipient,
            sender=moved.sender,
        )
        self._on_news()
        self.moved.emit()

    def _on_news(self) -> None:
        other = self.other
        told = f"{other.id} {self._account.profile_id} {self._drafts.draft.id}" if other else ""
        if told != self._told:
            self._told = told
            self.other_changed.emit(other)
