"""What the window does about sends: buttons, questions, log, and where a refusal points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from migma_desktop.core.abilities import Ability, send_refusal, why_not
from migma_desktop.core.batch_guard import SAFETY_FIELD, lock_refusal
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.history import Row
from migma_desktop.core.models import Draft, Send, SendState
from migma_desktop.core.send_states import CAN_BE_STOPPED
from migma_desktop.core.texts import Text
from migma_desktop.core.wording import button_text, state_meaning, state_name
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.catalog_controller import CatalogController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.review_controller import ReviewController
from migma_desktop.ui.controllers.send_controller import SendController, SendPlan
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.controllers.storing_controller import StoringController, StoringPlan
from migma_desktop.ui.dialogs.confirm_send import ConfirmSendDialog
from migma_desktop.ui.dialogs.send_test import SendTestDialog
from migma_desktop.ui.dialogs.store_and_send import StoreAndSendDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageAction, MessageKind

_LOUD: dict[SendState, MessageKind] = {
    SendState.ACCEPTED: "success",
    SendState.COMPLETED: "success",
    SendState.PARTIAL: "warning",
    SendState.FAILED: "error",
    SendState.UNCONFIRMED: "warning",
    SendState.WAITING: "warning",
}


class OutgoingController(QObject):
    """Connects the send controller to the window.

    Signals:
        field_wanted(str): the user should look at the control of this objectName.
        safety_wanted(): the user wants to change a lock or a limit.
        accounts_wanted(): the user wants to see what a key may do.
    """

    field_wanted = Signal(str)
    safety_wanted = Signal()
    accounts_wanted = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        sends: SendController,
        storing: StoringController,
        reviews: ReviewController,
        account: AccountController,
        settings: SettingsController,
        catalogs: CatalogController,
        note: Callable[[Draft], Text | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._sends = sends
        self._storing = storing
        self._account = account
        self._settings = settings
        self._catalogs = catalogs
        self._note = note  # what is known against sending to a draft's person
        self._refusals: Sequence[DraftRefused] = ()
        self._test_refusals: Sequence[DraftRefused] = ()
        self._told: dict[str, SendState] = {}
        self._held: set[str] = set()
        self._waiting: set[str] = set()
        self._dialog: QDialog | None = None
        bar, panel = window.top_bar, window.log_panel
        bar.send_wanted.connect(sends.request_send)
        bar.test_wanted.connect(sends.request_test)
        bar.reason_wanted.connect(self._on_reason_wanted)
        panel.stop_wanted.connect(self._on_stop_wanted)
        panel.try_now_wanted.connect(self._on_try_now_wanted)
        panel.ask_again_wanted.connect(sends.ask_again)
        panel.close_wanted.connect(lambda send_id, sent: sends.close(send_id, as_sent=sent))
        panel.store_wanted.connect(storing.request)
        sends.refused.connect(self._on_refused)
        sends.confirmation_wanted.connect(self._on_confirmation_wanted)
        sends.test_wanted.connect(self._on_test_wanted)
        sends.changed.connect(self._on_send_changed)
        storing.wanted.connect(self._on_storing_wanted)
        storing.stopped.connect(self._on_storing_stopped)
        reviews.judged.connect(self._on_judged)
        drafts.edited.connect(self._show_order)
        account.profile_changed.connect(self._on_profile_changed)
        settings.profiles_changed.connect(self._on_profile_changed)

    def know(self, sends: Sequence[Row]) -> None:
        """Take note of sends that are no news, since the log shows them already."""
        self._told |= {send.id: send.state for send in sends if send.id not in self._told}

    def _on_profile_changed(self) -> None:
        self._show_order(self._drafts.draft)
        self._show_reasons()

    def _show_order(self, draft: Draft) -> None:
        text = translated(button_text(draft.recipient))
        self._window.top_bar.set_send_text(self.tr("Tests only") if self._is_locked() else text)

    def _is_locked(self) -> bool:
        profile = self._account.profile
        return profile is not None and profile.tests_only

    def _show_reasons(self) -> None:
        """Say why it can't be sent; a lock comes first, since nothing else helps then."""
        profile = self._account.profile
        lock = None if profile is None else lock_refusal(profile)
        closed = None if profile is None else send_refusal(profile)  # to its key
        first = [each for each in (lock, closed) if each is not None]
        tests = self._test_refusals if closed is None else (closed,)
        self._window.top_bar.show_reasons(_sentence([*first, *self._refusals]), _sentence(tests))

    def _on_judged(self, refusals: list[DraftRefused], test_refusals: list[DraftRefused]) -> None:
        self._refusals, self._test_refusals = refusals, test_refusals
        self._show_reasons()

    def _on_reason_wanted(self) -> None:
        profile = self._account.profile
        if self._is_locked():
            self.safety_wanted.emit()
        elif profile is not None and send_refusal(profile) is not None:
            self.accounts_wanted.emit()
        elif self._refusals:
            self.field_wanted.emit(self._refusals[0].field)

    def _on_refused(self, refusal: DraftRefused) -> None:
        self._window.messages.show_message(
            "warning",
            translated(refusal.title),
            translated(refusal.advice),
            details=refusal.details,
            actions=self._ways_out(refusal),
        )
        self.field_wanted.emit(refusal.field)

    def _ways_out(self, refusal: DraftRefused) -> Sequence[MessageAction]:
        if refusal.field != SAFETY_FIELD:
            return ()
        return (MessageAction(self.tr("Sending and safety…"), self.safety_wanted.emit),)

    def _on_confirmation_wanted(self, plan: SendPlan) -> None:
        dialog = ConfirmSendDialog(
            plan,
            type_above=self._settings.settings.type_count_above,
            catalog=self._catalogs.of(plan.draft),
            note=self._note(plan.draft),
            icons=self._icons,
            parent=self._window,
        )
        dialog.confirmed.connect(
            lambda plan, accepted: self._sends.send(plan, accept_missing=accepted)
        )
        self._open(dialog)

    def _on_test_wanted(self, plan: SendPlan) -> None:
        address = self._settings.settings.test_address
        dialog = SendTestDialog(plan, address=address, icons=self._icons, parent=self._window)
        dialog.confirmed.connect(self._on_test_confirmed)
        self._open(dialog)

    def _on_test_confirmed(self, plan: SendPlan, address: str) -> None:
        self._settings.change(test_address=address)
        self._sends.send_test(plan, address)

    def _on_storing_wanted(self, plan: StoringPlan, is_agreed: bool) -> None:
        storing = self._storing
        dialog = StoreAndSendDialog(plan, icons=self._icons, parent=self._window)
        dialog.store_wanted.connect(lambda: storing.store(plan))
        dialog.send_wanted.connect(lambda copy: storing.send(plan, copy))
        dialog.rejected.connect(lambda: storing.stop(plan))
        storing.changed.connect(dialog.show_changed)
        storing.failed.connect(dialog.show_failure)
        storing.handed_over.connect(dialog.accept)
        self._open(dialog)
        why = why_not(self._account.profile, Ability.WRITE_EMAILS)
        if why is not None:
            dialog.refuse(
                translated(why),
                self.tr("Nothing was stored or sent. Allow “email:write” for it in Migma."),
            )
        elif is_agreed:
            dialog.begin()

    def _on_storing_stopped(self, plan: StoringPlan) -> None:
        self._window.messages.show_message(
            "info",
            self.tr("Stopped: nothing was sent"),
            self.tr(
                "A copy of the email may be stored in {project} by now. If you don't want it, "
                "delete it in Migma."
            ).format(project=plan.project_name),
        )

    def _open(self, dialog: QDialog) -> None:
        """Open one dialog at a time, without a loop of its own."""
        if self._dialog is not None:
            self._dialog.reject()
        self._dialog = dialog
        dialog.finished.connect(lambda _result: self._on_dialog_finished(dialog))
        dialog.open()

    def _on_dialog_finished(self, dialog: QDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
        dialog.deleteLater()

    def _on_send_changed(self, send: Send) -> None:
        panel = self._window.log_panel
        panel.put(send)
        self._count(send)
        if send.state is SendState.HELD:
            return  # the bar below says it, and its user goes on writing
        if self._told.get(send.id) is send.state:
            return
        is_new = send.id not in self._told
        self._told[send.id] = send.state
        if is_new:
            self._window.tabs.setCurrentWidget(panel)
        log_is_seen = self._window.tabs.currentWidget() is panel
        if send.state in _LOUD and not log_is_seen:
            self._tell(send)

    def _count(self, send: Send) -> None:
        before = len(self._waiting)
        self._held.discard(send.id)
        self._waiting.discard(send.id)
        if send.state is SendState.HELD:
            self._held.add(send.id)
        if send.state in CAN_BE_STOPPED:
            self._waiting.add(send.id)
        if len(self._waiting) != before:
            self._window.show_waiting(len(self._waiting))

    def _on_try_now_wanted(self, send_id: str) -> None:
        if send_id in self._held:
            self._sends.let_go(send_id)
        else:
            self._sends.try_now(send_id)

    def _on_stop_wanted(self, send_id: str) -> None:
        if send_id in self._held:
            self._sends.take_back(send_id)
        else:
            self._sends.stop(send_id)

    def _tell(self, send: Send) -> None:
        problem = send.problem
        title = problem.title if problem is not None else state_name(send.state)
        text = problem.advice if problem is not None else state_meaning(send.state)
        self._window.messages.show_message(
            _LOUD[send.state],
            f"{translated(title)}: {send.recipient_name}",
            translated(text),
            details=problem.details if problem is not None else "",
        )


def _sentence(refusals: Sequence[DraftRefused]) -> str:
    return translated(refusals[0].title) if refusals else ""
