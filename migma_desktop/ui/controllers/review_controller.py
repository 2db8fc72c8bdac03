"""Looks the email over once typing rests: what forbids sending, and what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.checks.finding import Finding
from migma_desktop.core.composing import problems
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import Domain, Draft, RenderedEmail
from migma_desktop.core.validation import Report
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController

_REST_MS = 300  # longer than most pauses between two letters


class ReviewController(QObject):
    """Runs the rules and the checks beside the GUI thread, and Migma's own on request.

    Signals:
        reviewed(list[DraftRefused], list[DraftRefused], list[Finding]): what forbids a send, what
            forbids a test, and the findings.
        asking_changed(bool): Migma is being asked, or has answered.
        answered(Report): what Migma said; its findings come with the next review.
        not_answered(KnownError): Migma could not be asked, and why.
    """

    reviewed = Signal(object, object, object)
    asking_changed = Signal(bool)
    answered = Signal(object)
    not_answered = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        drafts: DraftController,
        renders: RenderController,
        account: AccountController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._drafts = drafts
        self._renders = renders
        self._account = account
        self._settings = settings
        self._working = False
        self._asking = False
        self._report: Report | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        renders.rendered.connect(self._on_news)
        account.domains.changed.connect(self._on_news)
        drafts.replaced.connect(self._on_draft_replaced)

    def review_soon(self) -> None:
        """Look again: what the checks go by has changed."""
        self._rest.start()

    def ask_migma(self) -> None:
        """Have the account's own checks look at the email as it would be sent now."""
        if not self._asking:
            self._asking = True
            self.asking_changed.emit(True)
            self._runtime.spawn(self._ask(), owner=self, on_known_error=self.not_answered.emit)

    async def _ask(self) -> None:
        draft_id = self._drafts.draft.id
        try:
            rendered = self._renders.latest
            profile = self._account.profile
            mailer = self._account.mailer_for(profile.id if profile is not None else "")
            if rendered is not None:
                report = await mailer.validate(html=rendered.html, subject=rendered.subject)
                if draft_id == self._drafts.draft.id:
                    self._report = report
                    self.answered.emit(report)
                    self.review_soon()
        finally:
            self._asking = False
            self.asking_changed.emit(False)

    def _on_draft_replaced(self, _draft: Draft) -> None:
        self._report = None

    def _on_news(self, _news: object) -> None:
        self._rest.start()

    def _on_rest(self) -> None:
        rendered = self._renders.latest
        if rendered is None:
            return
        if self._working:
            self._rest.start()
            return
        self._working = True
        draft = self._drafts.draft
        domain = self._account.domain_of(draft.sender.address)
        self._runtime.spawn(self._review(draft, rendered, domain), owner=self)

    async def _review(self, draft: Draft, rendered: RenderedEmail, domain: Domain | None) -> None:
        programs = self._settings.settings.mail_programs
        try:
            review = await self._runtime.in_thread(
                _review, draft, rendered, domain, programs, self._report
            )
        finally:
            self._working = False
        self.reviewed.emit(*review)


def _review(
    draft: Draft,
    rendered: RenderedEmail,
    domain: Domain | None,
    mail_programs: Sequence[str],
    report: Report | None,
) -> tuple[list[DraftRefused], list[DraftRefused], list[Finding]]:
    from migma_desktop.core.checks.whole import check  # the window must not wait for it

    return (
        problems(draft, rendered, accept_missing=True),
        problems(draft, rendered, for_test=True),
        check(draft, rendered, domain=domain, mail_programs=mail_programs, report=report),
    )
