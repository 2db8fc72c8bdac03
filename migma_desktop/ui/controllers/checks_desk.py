"""The logic behind the list of findings: fixes that can be taken back, Migma's own checks."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.core.checks.finding import Finding
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.review_controller import ReviewController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import MessageAction

_FIELDS = ("subject", "preheader", "kind")


class ChecksDesk(QObject):
    """Carries out what the checks panel is asked for."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        reviews: ReviewController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._panel = window.checks_panel
        self._drafts = drafts
        self._reviews = reviews
        self._settings = settings
        self._offers_programs = False
        self._panel.fix_wanted.connect(self.fix)
        self._panel.migma_wanted.connect(reviews.ask_migma)
        self._panel.mail_programs_changed.connect(self._on_programs_changed)
        reviews.reviewed.connect(self._on_reviewed)
        reviews.asking_changed.connect(self._panel.show_asking)
        reviews.answered.connect(self._on_answered)
        reviews.not_answered.connect(self._on_not_answered)
        drafts.replaced.connect(lambda _draft: self._panel.show_answer(""))

    def fix(self, finding: Finding) -> None:
        """Put a finding right, in a way that can be taken back."""
        if finding.fix is None:
            return
        before = self._drafts.draft
        after = finding.fix(before)
        if after == before:
            self._window.messages.show_message(
                "info",
                self.tr("The email has changed since"),
                self.tr("The list is brought up to date in a moment: try it again then."),
            )
            self._reviews.review_soon()
            return
        self._become(after)
        what = translated(finding.fix.label)
        if _lines(before) == _lines(after):
            self._window.messages.show_message(
                "success", self.tr("Done: {what}").format(what=what), self.tr("Undo takes it back.")
            )
            return
        undo = MessageAction(self.tr("Undo"), lambda: self._take_back(before, after))
        self._window.messages.show_message(
            "success", self.tr("Done: {what}").format(what=what), actions=[undo]
        )

    def _take_back(self, before: Draft, after: Draft) -> None:
        now = self._drafts.draft
        is_unchanged = (now.id, _lines(now), _body(now)) == (after.id, _lines(after), _body(after))
        if not is_unchanged:
            self._window.messages.show_message(
                "info",
                self.tr("It can't be taken back any more"),
                self.tr("The email was changed in the same place since then."),
            )
            return
        self._become(before)

    def _become(self, wanted: Draft) -> None:
        """Bring the draft's texts and kind to those of another, and what shows them."""
        now = self._drafts.draft
        if _body(now) != _body(wanted):
            self._window.editor_pane.editor.replace_text(_body(wanted))  # the draft follows
        changes = {
            name: getattr(wanted, name)
            for name in _FIELDS
            if getattr(wanted, name) != getattr(now, name)
        }
        if changes:
            self._drafts.edit(**changes)
            self._window.message_panel.subject_box.show_lines(wanted.subject, wanted.preheader)

    def _on_programs_changed(self, families: tuple[str, ...]) -> None:
        self._settings.change(mail_programs=families)
        self._reviews.review_soon()

    def _on_reviewed(self, findings: list[Finding]) -> None:
        """Show the findings; offer the mail programs once it is read what is known of them."""
        self._panel.show_findings(findings)
        if not self._offers_programs:
            self._offers_programs = True
            self._runtime.spawn(self._offer_programs(), owner=self)

    async def _offer_programs(self) -> None:
        names = await self._runtime.in_thread(_mail_programs)
        self._panel.offer_mail_programs(names, self._settings.settings.mail_programs)

    def _on_answered(self, count: int) -> None:
        if not count:
            said = self.tr("Migma found nothing.")
        elif count == 1:
            said = self.tr("Migma found one thing.")
        else:
            said = self.tr("Migma found {count} things.").format(count=count)
        self._panel.show_answer(said)

    def _on_not_answered(self, error: KnownError) -> None:
        self._panel.show_answer(self.tr("Migma couldn't be asked."))
        self._window.messages.show_message(
            "warning", translated(error.title), translated(error.advice), details=error.details
        )


def _lines(draft: Draft) -> tuple[object, ...]:
    return tuple(getattr(draft, name) for name in _FIELDS)


def _body(draft: Draft) -> str:
    return draft.written


def _mail_programs() -> list[tuple[str, str]]:
    from migma_desktop.core.checks.clients import support  # read beside the GUI thread

    families = ((key, name) for key, (name, _places) in support().families.items())
    return sorted(families, key=lambda each: each[1].casefold())
