"""The time between pressing Send and leaving: countdowns, taking back, and what is asked then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from migma_desktop.core.models import Draft, RecipientType, Send, SendState
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.undo_row import HeldEmail


class UndoController(QObject):
    """Shows what is held, carries out what its user wants, and guards the closing of the window.

    ``counts_down`` tells whether a held send leaves by itself in a moment; ``lay_aside`` ends all
    countdowns without sending.
    """

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        sends: SendController,
        account: AccountController,
        settings: SettingsController,
        counts_down: Callable[[str], bool],
        lay_aside: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._drafts = drafts
        self._account = account
        self._counts_down = counts_down
        self._lay_aside = lay_aside
        self._is_closing = False
        bar = window.undo_bar
        bar.undo_wanted.connect(sends.take_back)
        bar.send_now_wanted.connect(sends.let_go)
        sends.changed.connect(self._on_send_changed)
        sends.taken_back.connect(self._on_taken_back)
        settings.profiles_changed.connect(self._on_profiles_changed)
        window.ask_before_closing(self._may_close)

    def _on_send_changed(self, send: Send) -> None:
        bar = self._window.undo_bar
        if send.state is not SendState.HELD:
            bar.remove(send.id)
            return
        counts = self._counts_down(send.id)
        bar.put(
            HeldEmail(
                send_id=send.id,
                whom=self._whom(send),
                subject=send.subject or send.request.subject,
                begun=send.created_at,
                until=send.held_until if counts else None,
                why="" if counts else self._why_it_asks(send),
            )
        )

    def _whom(self, send: Send) -> str:
        if send.request.recipient_type is RecipientType.PERSON:
            return send.recipient_name
        if send.recipient_count is None:
            return self.tr("everyone in {name}").format(name=send.recipient_name)
        return self.tr("up to {count} people in {name}").format(
            count=f"{send.recipient_count:,}", name=send.recipient_name
        )

    def _why_it_asks(self, send: Send) -> str:
        whom = self._whom(send)
        if self._is_closing:
            return self.tr(
                "To {whom}. It stays unsent, and the next start asks about it. Close the window "
                "again to leave."
            ).format(whom=whom)
        profile = self._account.profile
        if profile is not None and profile.id == send.profile_id and profile.tests_only:
            return self.tr("To {whom}. This account sends tests only now.").format(whom=whom)
        if send.problem is not None:
            return f"{translated(send.problem.title)} {translated(send.problem.advice)}"
        return self.tr(
            "To {whom}. The program ended during the countdown, so it never left. Send it?"
        ).format(whom=whom)

    def _on_taken_back(self, send: Send) -> None:
        """Bring back the draft, exactly as it was sent."""
        messages = self._window.messages
        if send.draft is None:
            messages.show_message("success", self.tr("Undone: nothing was sent"))
        else:
            self._runtime.spawn(self._bring_back(send.draft), owner=self)

    async def _bring_back(self, draft: Draft) -> None:
        messages = self._window.messages
        kept_apart = await self._drafts.bring_back(draft)
        self._window.show_workspace()
        messages.show_message(
            "success",
            self.tr("Undone: nothing was sent"),
            self.tr("The email is back in the window. What you were writing is kept as a draft.")
            if kept_apart
            else self.tr("The email is back in the window as it was."),
        )

    def _on_profiles_changed(self) -> None:
        """Stop the countdowns of an account that is locked to tests now."""
        profile = self._account.profile
        if profile is not None and profile.tests_only:
            self._lay_aside()

    def _may_close(self) -> bool:
        """Hold the first closing back while something counts down: it would look as if sent."""
        counting = [email for email in self._window.undo_bar.emails if email.until is not None]
        if not counting:
            return True
        self._is_closing = True
        try:
            self._lay_aside()
        finally:
            self._is_closing = False
        return False
