"""Examines one domain: the DNS doctor, a test email, received headers, and the report of it all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from migma_desktop.core.domains.doctor import diagnose
from migma_desktop.core.domains.finding import Diagnosis
from migma_desktop.core.domains.kept import KeptDomain
from migma_desktop.core.domains.received_email import MOST_CHARACTERS, read_email
from migma_desktop.core.domains.report import Examination, as_html, as_text
from migma_desktop.core.domains.verdict import Verdict, judge_email
from migma_desktop.core.errors import DraftRefused, KnownError
from migma_desktop.core.models import Draft, Send, Sender, SendState
from migma_desktop.core.rules import parse_address
from migma_desktop.core.templates import load_template
from migma_desktop.core.wording import state_name
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.domains.domains_window import DomainsWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.field import FieldState

if TYPE_CHECKING:
    from migma_desktop.core.domains.published import LookAtDns

_STATES: dict[SendState, FieldState] = {
    SendState.ACCEPTED: "ok",
    SendState.COMPLETED: "ok",
    SendState.FAILED: "error",
    SendState.UNCONFIRMED: "warning",
    SendState.WAITING: "warning",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about one domain while the window is open."""

    diagnosis: Diagnosis | None = None
    test: Send | None = None
    verdict: Verdict | None = None


class DomainExaminer(QObject):
    """Carries out what is wanted on the page of a domain, and remembers what came of it."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        shown: DomainsWindow,
        account: AccountController,
        drafts: DraftController,
        sends: SendController,
        settings: SettingsController,
        look_at_dns: LookAtDns,
        write_file: Callable[[Path, bytes], None],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._shown = shown
        self._page = shown.page
        self._account = account
        self._drafts = drafts
        self._sends = sends
        self._settings = settings
        self._look_at_dns = look_at_dns
        self._write_file = write_file
        self._now = now
        self._new_id = new_id
        self._kept: KeptDomain | None = None
        self._known: dict[str, _Known] = {}
        self._tests: dict[str, str] = {}  # which domain a test's draft is for
        self._is_sending = False  # a test was ordered, and nothing is known of it yet
        self._looking: asyncio.Task[None] | None = None
        page = self._page
        page.doctor.examine_wanted.connect(self._on_examine_wanted)
        page.doctor.stop_wanted.connect(self._on_stop_wanted)
        page.received.send_wanted.connect(lambda to: self._spawn(self._send_test(to)))
        page.received.headers_given.connect(lambda text: self._spawn(self._read_headers(text)))
        page.received.file_given.connect(lambda path: self._spawn(self._read_file(path)))
        page.received.file_wanted.connect(self._on_file_wanted)
        page.records.save_wanted.connect(self._on_save_wanted)
        page.report_wanted.connect(self._on_report_wanted)
        page.received.offer_address(settings.settings.test_address)
        sends.changed.connect(self._on_send_changed)
        sends.refused.connect(self._on_refused)

    def show(self, kept: KeptDomain, *, is_another: bool) -> None:
        """Show what is known of a domain; of another one, all of it anew."""
        self._kept = kept
        known = self._of(kept.name)
        if is_another:
            self._on_stop_wanted()
            self._page.received.clear()
            self._page.received.show_sending("", "none")
            self._show_diagnosis(known.diagnosis)
            self._page.show_verdict(known.verdict)
        self._page.show_domain(kept, known.diagnosis)
        if known.test is not None:
            self._show_test(known.test)

    def _of(self, name: str) -> _Known:
        return self._known.get(name, _Known())

    def _show_diagnosis(self, diagnosis: Diagnosis | None) -> None:
        can_look = self._kept is not None and bool(self._kept.domain.records)
        self._page.doctor.show_diagnosis(diagnosis, can_look=can_look)

    # The doctor

    def _on_examine_wanted(self, public: bool) -> None:
        if self._kept is not None and self._looking is None:
            self._page.doctor.show_working()
            self._looking = self._spawn(self._examine(self._kept, public))

    def _on_stop_wanted(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
            name = self._kept.name if self._kept is not None else ""
            self._show_diagnosis(self._of(name).diagnosis)

    async def _examine(self, kept: KeptDomain, public: bool) -> None:
        look = await self._runtime.in_thread(self._look_at_dns, kept.domain, public)
        try:
            published = await self._runtime.in_thread(look.run)
        except asyncio.CancelledError:
            look.stop()  # a thread can't be cancelled
            raise
        self._looking = None
        diagnosis = diagnose(kept.domain, published)
        self._known[kept.name] = replace(self._of(kept.name), diagnosis=diagnosis)
        if self._kept is not None and self._kept.name == kept.name:
            self._show_diagnosis(diagnosis)
            self._page.show_domain(self._kept, diagnosis)

    # The test

    async def _send_test(self, to: str) -> None:
        kept = self._kept
        if kept is None:
            return
        try:
            address = await self._runtime.in_thread(parse_address, to, field="testAddress")
        except DraftRefused as refusal:
            self._page.received.show_sending(_sentence(refusal), "error")
            return
        self._settings.change(test_address=address)
        draft = await self._runtime.in_thread(self._test_draft, kept.name)
        self._tests[draft.id] = kept.name
        self._page.received.show_sending(self.tr("Sending…"), "none")
        self._is_sending = True
        self._sends.send_test_of(draft, address)

    def _test_draft(self, domain: str) -> Draft:
        """Write a short email from the domain. Reads a file."""
        present, profile = self._drafts.draft, self._account.profile
        local, _, at = present.sender.address.rpartition("@")
        address = f"{local if local and at.lower() == domain else 'hello'}@{domain}"
        name = present.sender.name or (profile.name if profile is not None else "") or domain
        written = load_template("domain-test").draft()
        values = {
            "sending_domain": domain,
            "sender_address": address,
            "test_reason": self.tr("to see whether the domain works"),
            "tester_name": name,
        }
        return replace(
            written,
            id=self._new_id(),
            sender=Sender(address=address, name=name),
            project_id=present.project_id,
            variables=values,
        )

    def _on_send_changed(self, send: Send) -> None:
        domain = self._tests.get(send.draft.id) if send.draft is not None else None
        if domain is None:
            return
        self._is_sending = False
        self._known[domain] = replace(self._of(domain), test=send)
        if self._kept is not None and self._kept.name == domain:
            self._show_test(send)

    def _on_refused(self, refusal: DraftRefused) -> None:
        if self._is_sending:
            self._is_sending = False
            self._page.received.show_sending(_sentence(refusal), "error")

    def _show_test(self, send: Send) -> None:
        self._page.received.show_sending(self._test_words(send), _STATES.get(send.state, "none"))

    def _test_words(self, send: Send) -> str:
        to = send.request.recipient_email
        if send.state is SendState.ACCEPTED:
            return self.tr(
                "Migma has accepted it for {address}. It should arrive within two minutes; look "
                "into the junk folder too."
            ).format(address=to)
        words = translated(state_name(send.state))
        if send.problem is not None:
            words = f"{translated(send.problem.title)} {translated(send.problem.advice)}"
        return words

    # The headers

    async def _read_headers(self, text: str) -> None:
        kept = self._kept
        if kept is None:
            return
        verdict = None
        if text.strip():
            email = await self._runtime.in_thread(read_email, text)
            verdict = judge_email(email, expected=kept.name)
        self._known[kept.name] = replace(self._of(kept.name), verdict=verdict)
        if self._kept is not None and self._kept.name == kept.name:
            self._page.show_verdict(verdict)

    def _on_file_wanted(self) -> None:
        dialog = QFileDialog(self._shown, self.tr("Open a received email"))
        dialog.setObjectName("emlOpenDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Emails (*.eml *.txt)"))
        dialog.fileSelected.connect(lambda name: self._spawn(self._read_file(Path(name))))
        self._open(dialog)

    async def _read_file(self, path: Path) -> None:
        try:
            text = await self._runtime.in_thread(_beginning_of, path)
        except OSError as error:
            self._tell_file_trouble(self.tr("The file can't be read"), error)
            return
        self._page.received.show_headers(text)

    # Files

    def _on_save_wanted(self, text: str, name: str) -> None:
        self._ask_where(name, "saveRecordsDialog", "txt", lambda _path: text)

    def _on_report_wanted(self) -> None:
        if self._kept is None:
            return
        examined = self._examination(self._kept)

        def written(path: Path) -> str:
            is_text = path.suffix.lower() == ".txt"
            return as_text(examined, translated) if is_text else as_html(examined, translated)

        name = self.tr("{domain} check").format(domain=self._kept.name)
        self._ask_where(f"{name}.html", "saveReportDialog", "html", written)

    def _examination(self, kept: KeptDomain) -> Examination:
        known = self._of(kept.name)
        test = ""
        if known.test is not None:
            at = f"{known.test.created_at:%Y-%m-%d %H:%M %Z}"
            test = f"{at}: {self._test_words(known.test)}"
        return Examination(
            kept=kept,
            at=self._now(),
            diagnosis=known.diagnosis,
            test=test,
            verdict=known.verdict,
        )

    def _ask_where(
        self, name: str, object_name: str, ending: str, written: Callable[[Path], str]
    ) -> None:
        dialog = QFileDialog(self._shown, self.tr("Save as a file"))
        dialog.setObjectName(object_name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        if ending == "html":
            dialog.setNameFilters([self.tr("Web page (*.html)"), self.tr("Plain text (*.txt)")])
            dialog.filterSelected.connect(
                lambda chosen: dialog.setDefaultSuffix("txt" if "txt" in chosen else "html")
            )
        folder = self._settings.settings.last_folder
        if folder:
            dialog.setDirectory(folder)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self._spawn(self._save(Path(chosen), written)))
        self._open(dialog)

    async def _save(self, path: Path, written: Callable[[Path], str]) -> None:
        self._settings.change(last_folder=str(path.parent))
        try:
            await self._runtime.in_thread(self._write_file, path, written(path).encode())
        except KnownError as error:
            self._shown.messages.show_message(
                "error", translated(error.title), translated(error.advice), details=error.details
            )
            return
        self._shown.messages.show_message(
            "success", self.tr("Saved as {file}").format(file=path.name)
        )

    def _tell_file_trouble(self, title: str, error: OSError) -> None:
        self._shown.messages.show_message(
            "warning",
            title,
            self.tr("Look whether it is still there and may be read, or paste its text instead."),
            details=str(error),
        )

    def _open(self, dialog: QFileDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _spawn(self, coroutine: Coroutine[object, object, None]) -> asyncio.Task[None]:
        return self._runtime.spawn(coroutine, owner=self)


def _beginning_of(path: Path) -> str:
    """Read as much of an email as its headers can take up."""
    with path.open("rb") as file:
        data = file.read(MOST_CHARACTERS)
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return head.decode("utf-8", errors="replace")


def _sentence(error: KnownError) -> str:
    return f"{translated(error.title)} {translated(error.advice)}"
