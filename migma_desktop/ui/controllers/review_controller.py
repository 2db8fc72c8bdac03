"""Looks the email over once typing rests: what forbids sending, and what is worth a look."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.checks.finding import Finding
from migma_desktop.core.composing import problems
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import Domain, Draft, RenderedEmail
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController

_REST_MS = 300  # longer than most pauses between two letters


class ReviewController(QObject):
    """Runs the rules and the checks beside the GUI thread.

    Signals:
        reviewed(list[DraftRefused], list[DraftRefused], list[Finding]): what forbids a send, what
            forbids a test, and the findings.
    """

    reviewed = Signal(object, object, object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        drafts: DraftController,
        renders: RenderController,
        account: AccountController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._drafts = drafts
        self._renders = renders
        self._account = account
        self._working = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        renders.rendered.connect(self._on_news)
        account.domains.changed.connect(self._on_news)

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
        try:
            review = await self._runtime.in_thread(_review, draft, rendered, domain)
        finally:
            self._working = False
        self.reviewed.emit(*review)


def _review(
    draft: Draft, rendered: RenderedEmail, domain: Domain | None
) -> tuple[list[DraftRefused], list[DraftRefused], list[Finding]]:
    from migma_desktop.core.checks.whole import check  # the window must not wait for it

    return (
        problems(draft, rendered, accept_missing=True),
        problems(draft, rendered, for_test=True),
        check(draft, rendered, domain=domain),
    )
