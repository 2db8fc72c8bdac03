"""Looks the email over once typing rests: what forbids sending, and what is worth a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.checks.finding import Finding, Level, Origin
from migma_desktop.core.composing import problems
from migma_desktop.core.errors import DraftRefused, SourceRefused
from migma_desktop.core.models import (
    Domain,
    Draft,
    PlaceholderSpot,
    PlaceholderUse,
    RenderedEmail,
)
from migma_desktop.core.validation import Report
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController

if TYPE_CHECKING:  # comes with the first words: the window must not wait for it
    from migma_desktop.core.spelling.spell_check import Misspelling

_REST_MS = 300  # longer than most pauses between two letters


class ReviewController(QObject):
    """Runs the rules and the checks beside the GUI thread, and Migma's own on request.

    The rules take a moment and the checks of a large email many, so neither waits for the other.

    Signals:
        judged(list[DraftRefused], list[DraftRefused]): what forbids a send, and a test.
        reviewed(list[Finding]): what the checks found.
        asking_changed(bool): Migma is being asked, or has answered.
        answered(int): Migma was asked, and so many of the findings are its own.
        not_answered(KnownError): Migma could not be asked, and why.
    """

    judged = Signal(object, object)
    reviewed = Signal(object)
    asking_changed = Signal(bool)
    answered = Signal(int)
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
        self._to_judge: _State | None = None
        self._to_check: _State | None = None
        self._judging = False
        self._checking = False
        self._asking = False
        self._catalog_of: Callable[[Draft], FieldCatalog | None] = lambda _draft: None
        self._report: Report | None = None
        self._misspelled: Sequence[Misspelling] = ()
        self._told: Report | None = None  # the report whose findings have been shown
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        renders.rendered.connect(self._on_news)
        renders.refused.connect(self._on_news)
        account.domains.changed.connect(self._on_news)
        drafts.replaced.connect(self._on_draft_replaced)

    def go_by(self, catalog_of: Callable[[Draft], FieldCatalog | None]) -> None:
        """Hold a batch's placeholders against what this says that its people have."""
        self._catalog_of = catalog_of

    def review_soon(self) -> None:
        """Look again: what the checks go by has changed."""
        self._rest.start()

    def know_misspelled(self, words: Sequence[Misspelling]) -> None:
        """Count these words among the findings."""
        if words != self._misspelled:
            self._misspelled = words
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
                    self.review_soon()
        finally:
            self._asking = False
            self.asking_changed.emit(False)

    def _on_draft_replaced(self, _draft: Draft) -> None:
        self._report = None
        self._misspelled = ()

    def _on_news(self, _news: object) -> None:
        self._rest.start()

    def _on_rest(self) -> None:
        refusal, rendered = self._renders.refusal, self._renders.latest
        if isinstance(refusal, DraftRefused):
            self._to_judge = self._to_check = None
            self.judged.emit([refusal], [refusal])
            self.reviewed.emit([_finding(refusal)])
            return
        if rendered is None:
            return
        draft = self._drafts.draft
        domain = self._account.domain_of(draft.sender.address)
        catalog = self._catalog_of(draft)
        self._to_judge = self._to_check = _State(draft, rendered, domain, catalog)
        if not self._judging:
            self._runtime.spawn(self._judge(), owner=self)
        if not self._checking:
            self._runtime.spawn(self._check(), owner=self)

    async def _judge(self) -> None:
        self._judging = True
        try:
            while (state := self._to_judge) is not None:
                self._to_judge = None
                judged = await self._runtime.in_thread(_refusals, state)
                if self._renders.refusal is None:
                    self.judged.emit(*judged)
        finally:
            self._judging = False

    async def _check(self) -> None:
        self._checking = True
        try:
            while (state := self._to_check) is not None:
                self._to_check = None
                programs, report = self._settings.settings.mail_programs, self._report
                words = self._misspelled
                found = await self._runtime.in_thread(_findings, state, programs, report, words)
                if self._renders.refusal is not None:
                    continue
                self.reviewed.emit(found)
                if report is not None and report is not self._told:
                    self._told = report
                    self.answered.emit(sum(each.origin is Origin.MIGMA for each in found))
        finally:
            self._checking = False


def _finding(refusal: DraftRefused) -> Finding:
    """Say in the list of findings why there is nothing to look at."""
    place = None
    if isinstance(refusal, SourceRefused):
        place = PlaceholderUse(PlaceholderSpot.BODY, refusal.start, refusal.end, refusal.line)
    return Finding(Level.ERROR, refusal.title, refusal.advice, refusal.field, place)


class _State(NamedTuple):
    """The email as it stood when typing rested."""

    draft: Draft
    rendered: RenderedEmail
    domain: Domain | None
    catalog: FieldCatalog | None


def _refusals(state: _State) -> tuple[list[DraftRefused], list[DraftRefused]]:
    return (
        problems(state.draft, state.rendered, accept_missing=True),
        problems(state.draft, state.rendered, for_test=True),
    )


def _findings(
    state: _State,
    mail_programs: Sequence[str],
    report: Report | None,
    misspelled: Sequence[Misspelling],
) -> list[Finding]:
    from migma_desktop.core.checks.whole import check  # the window must not wait for it

    return check(
        state.draft,
        state.rendered,
        domain=state.domain,
        mail_programs=mail_programs,
        report=report,
        catalog=state.catalog,
        misspelled=misspelled,
    )
