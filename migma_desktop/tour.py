"""The tour: the real window does the main job by itself, in the sandbox, and keeps pictures.

It is a demonstration for people without a display and a proof for everybody: it succeeds only if
what arrived in the practice inbox is, byte for byte, what the preview showed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from migma_desktop.core.looks import Look
from migma_desktop.core.models import Draft, RenderedEmail, Send, SendState
from migma_desktop.core.settings import ThemeMode
from migma_desktop.ui.pilot import Pilot, PilotError, Window

if TYPE_CHECKING:
    from migma_desktop.app import App
    from migma_desktop.sandbox.inbox import Delivered

_SIZE = (1440, 900)
_SMALL = (1024, 640)
_PERSON = "amara.okafor@example.com"
_SEGMENT = "VIP customers"
_PENDING_DOMAIN = "northlightcoffee.example"
_VERIFIED_DOMAIN = "fernandfinch.example"
_WRONG, _RIGHT = "saet", "seat"
_PAINTED = 0.35  # seconds until the engine has surely painted what it was given
_BATCH_PATIENCE = 90.0
_FINAL = {SendState.COMPLETED, SendState.PARTIAL, SendState.FAILED}


async def take_tour(app: App, out: Path) -> int:
    """Run the tour, write pictures and ``transcript.jsonl`` into ``out``; return the exit code.

    The folder must be there.
    """
    tour = _Tour(app, out)
    try:
        await tour.run()
    except PilotError as error:
        tour.note("failed", reason=str(error))
        tour.picture("failed")
        sys.stderr.write(f"The tour failed: {error}\n")
        return 1
    finally:
        tour.write_transcript()
    sys.stdout.write(f"The tour is done: {tour.count} pictures in {out}\n")
    return 0


class _Tour:
    def __init__(self, app: App, out: Path) -> None:
        self._app = app
        self._out = out
        self._pilot = Pilot(app.window)
        self._lines: list[dict[str, object]] = []
        self._sends: dict[str, Send] = {}
        self.count = 0
        app.sends.changed.connect(self._on_send_changed)

    async def run(self) -> None:
        self._app.theme.set_mode(ThemeMode.LIGHT)
        self._app.window.resize(*_SIZE)
        await self._meet_the_program()
        await self._write_from_a_template()
        await self._fill_two_variables()
        await self._put_a_word_right()
        await self._look_as_somebody_else()
        await self._send_to_one_person()
        await self._send_to_a_segment()
        await self._be_refused()
        await self._look_around()

    async def _meet_the_program(self) -> None:
        await self._pilot.wait_for(
            lambda: self._app.window.shows_welcome, "the welcome of a first start"
        )
        await self._pilot.rest(_PAINTED)
        self.picture("welcome")
        self._pilot.click("trySandboxButton")
        await self._pilot.wait_for(
            lambda: bool(self._app.account.domains.items) and bool(self._draft.sender.address),
            "the sandbox's account",
        )
        await self._settled()
        self.picture("sandbox")

    async def _write_from_a_template(self) -> None:
        self._pilot.choose_in_menu("newButton.menu", "Event reminder")
        await self._settled()
        self.note("template", subject=self._draft.subject)
        self.picture("template")

    async def _fill_two_variables(self) -> None:
        self._pilot.write(
            "\n\n{{neighbour}} saved you a saet near the {{favourite_spot}}.", behind="{.lead}"
        )
        await self._pilot.wait_for(
            lambda: self._rendered().missing >= {"neighbour", "favourite_spot"},
            "the new variables",
        )
        await self._settled()
        self.note("missing", names=sorted(self._rendered().missing))
        self.picture("variables-missing")
        self._pilot.fill_variable("neighbour", "Jonas")
        await self._pilot.wait_for(
            lambda: "Jonas saved you a saet" in self._rendered().html, "the preview to follow"
        )
        self._pilot.fill_variable("favourite_spot", "lemon tree")
        await self._pilot.wait_for(lambda: not self._rendered().missing, "no gap in the email")
        await self._settled()
        self.picture("variables-filled")

    async def _put_a_word_right(self) -> None:
        editor = self._app.window.editor_pane.editor
        lines = range(editor.blockCount())
        await self._pilot.wait_for(
            lambda: any(
                word.text == _WRONG for line in lines for word in editor.spelling.shown(line)
            ),
            "the wrong word to be marked",
        )
        menu = self._pilot.open_menu_at("templateEditor", _WRONG)
        right = await self._pilot.wait_for_value(
            lambda: next((each for each in menu.actions() if each.text() == _RIGHT), None),
            "the right word to be offered",
        )
        self.picture("spelling")
        right.trigger()
        self._pilot.close_menu(menu)
        await self._pilot.wait_for(
            lambda: f"Jonas saved you a {_RIGHT}" in self._rendered().html, "the preview to follow"
        )
        await self._settled()

    async def _look_as_somebody_else(self) -> None:
        pane = self._app.window.preview_pane
        own = pane.html
        self._pilot.click("peopleNext")
        await self._pilot.wait_for(lambda: pane.html != own, "somebody else's values")
        await self._settled()
        self.picture("somebody-else")
        self._pilot.click("peoplePrevious")
        await self._pilot.wait_for(lambda: pane.html == own, "the email's own values")

    async def _send_to_one_person(self) -> None:
        self._pilot.choose_segment("recipientType", "email")
        self._pilot.type_into("recipientEmail", _PERSON)
        send = await self._send("confirm-one", wanted={SendState.HELD})
        await self._pilot.rest(_PAINTED)
        self.picture("countdown")
        self._pilot.click("sendNowButton")
        await self._pilot.wait_for(
            lambda: self._sends[send.id].state is SendState.ACCEPTED, "the email to be accepted"
        )
        send = self._sends[send.id]
        self._app.settings.change(undo_seconds=0)
        delivered = self._delivered(send)
        self._compare(delivered, expected=1)
        await self._pilot.rest(_PAINTED)
        self.picture("sent-one")
        inbox = self._app.desks.help.show_inbox()
        await self._pilot.rest(2 * _PAINTED)
        self.picture("inbox", inbox)
        inbox.close()

    async def _send_to_a_segment(self) -> None:
        self._pilot.choose_segment("recipientType", "segment")
        await self._pilot.pick("recipientId", _SEGMENT)
        await self._pilot.wait_for(
            lambda: _SEGMENT in self._pilot.text_of("sendButton"), "the name on the button"
        )
        send = await self._send("confirm-segment", wanted={SendState.PROCESSING} | _FINAL)
        await self._pilot.wait_for(
            lambda: (self._sends[send.id].sent or 0) > 0, "the batch to begin"
        )
        await self._pilot.rest(_PAINTED)
        self.picture("batch-running")
        await self._look_closer()
        await self._pilot.wait_for(
            lambda: self._sends[send.id].state in _FINAL,
            "the batch to finish",
            patience=_BATCH_PATIENCE,
        )
        done = self._sends[send.id]
        if done.sent is None:
            raise PilotError("The batch ended without a count.")
        self.note("batch", state=done.state, sent=done.sent, failed=done.failed, total=done.total)
        self._compare(self._delivered(done), expected=done.sent)
        await self._pilot.rest(_PAINTED)
        self.picture("batch-done")

    async def _look_closer(self) -> None:
        """Look at the email and at the domains, while the mailing is sent."""
        pane = self._app.window.preview_pane
        self._pilot.choose_in_menu("moreButton.menu", "Show in preview")
        await self._settled()
        self.picture("place-in-preview")
        pane.set_look(Look.INBOX)
        await self._pilot.rest(_PAINTED)
        self.picture("rows-of-inboxes")
        pane.set_look(Look.LIGHT)
        self._pilot.click("previewLooks")
        looks = await self._pilot.dialog("looksWindow")
        await self._pilot.rest(2 * _PAINTED)
        self.picture("looks", looks)
        looks.close()
        self._pilot.click("manageDomainsButton")
        domains = await self._pilot.dialog("domainsWindow")
        await self._pilot.choose_in_list("domainsList", _PENDING_DOMAIN, within=domains)
        await self._pilot.rest(_PAINTED)
        self.picture("domains", domains)
        domains.close()

    async def _be_refused(self) -> None:
        self._pilot.choose_segment("recipientType", "email")
        await self._pilot.pick("fromDomain", _PENDING_DOMAIN)
        await self._settled()
        self.picture("unverified-domain")
        before = len(self._app.practice.inbox().messages)
        send = await self._send("confirm-unverified", wanted={SendState.FAILED})
        problem = self._sends[send.id].problem
        if problem is None or len(self._app.practice.inbox().messages) != before:
            raise PilotError("An unverified domain was not refused.")
        self.note("refused", title=str(problem.title), advice=str(problem.advice))
        await self._pilot.rest(_PAINTED)
        self.picture("refused")
        await self._pilot.pick("fromDomain", _VERIFIED_DOMAIN)

    async def _look_around(self) -> None:
        self._app.window.messages.clear()
        self._pilot.show_tab(0)
        self._pilot.deselect("fromName")
        self._pilot.select_text("templateEditor", "See you")
        self._pilot.choose_in_menu("moreButton.menu", "Show in preview")
        await self._settled()
        self.picture("window-light")
        self._app.theme.set_mode(ThemeMode.DARK)
        await self._settled()
        self.picture("window-dark")
        self._app.window.resize(*_SMALL)
        await self._settled()
        self.picture("small-dark")
        self._app.theme.set_mode(ThemeMode.LIGHT)
        await self._settled()
        self.picture("small-light")

    async def _send(self, picture: str, *, wanted: set[SendState]) -> Send:
        """Press Send, confirm, and wait until the log says one of the states."""
        known = set(self._sends)
        self._app.window.messages.clear()
        await self._pilot.enabled("sendButton")
        await self._settled()
        self._pilot.click("sendButton")
        dialog = await self._pilot.dialog("confirmSendDialog")
        await self._pilot.rest(_PAINTED)
        self.picture(picture, dialog)
        self._pilot.type_count(dialog)
        self._pilot.click("confirmSendButton", within=dialog)
        send = await self._pilot.wait_for_value(
            lambda: next((s for key, s in self._sends.items() if key not in known), None),
            "a line in the log",
        )
        await self._pilot.wait_for(
            lambda: self._sends[send.id].state in wanted,
            f"the state {' or '.join(sorted(wanted))}",
            patience=_BATCH_PATIENCE,
        )
        send = self._sends[send.id]
        self.note("sent", to=send.recipient_name, state=send.state, id=send.remote_id)
        return send

    def _delivered(self, send: Send) -> list[Delivered]:
        """Read back what arrived of a send."""
        messages = self._app.practice.inbox().messages
        if send.batch_id:
            return [message for message in messages if message.batch_id == send.batch_id]
        return [message for message in messages if message.send_id == send.remote_id]

    def _compare(self, delivered: list[Delivered], *, expected: int) -> None:
        """Hold every delivered email against what the preview showed. Raises PilotError."""
        if len(delivered) != expected:
            raise PilotError(f"{len(delivered)} emails arrived instead of {expected}.")
        shown = self._app.window.preview_pane.html
        subject = self._rendered().subject
        for message in delivered:
            if message.html != shown:
                raise PilotError(f"What arrived at {message.to} isn't what the preview showed.")
            if str(message.message["Subject"]) != subject:
                raise PilotError(f"The subject at {message.to} isn't what the preview showed.")
        self.note("compared", emails=len(delivered), bytes=len(shown.encode()), equal=True)

    def _rendered(self) -> RenderedEmail:
        rendered = self._app.renders.latest
        if rendered is None:
            raise PilotError("Nothing has been rendered yet.")
        return rendered

    @property
    def _draft(self) -> Draft:
        return self._app.drafts.draft

    async def _settled(self) -> None:
        """Wait until the preview shows the draft as it is now, painted."""
        await self._pilot.wait_for(lambda: self._app.renders.is_settled, "the preview")
        await self._pilot.rest(_PAINTED)

    def _on_send_changed(self, send: Send) -> None:
        self._sends[send.id] = send

    def picture(self, name: str, window: Window | None = None) -> None:
        """Keep a picture of the window, or of another one."""
        self.count += 1
        file = f"{self.count:02}-{name}.png"
        self._pilot.grab(self._out / file, window)
        self.note("picture", file=file)

    def note(self, step: str, **facts: object) -> None:
        """Add a line to the transcript."""
        self._lines.append({"step": step, **facts})

    def write_transcript(self) -> None:
        """Write the transcript as JSON lines."""
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self._lines)
        (self._out / "transcript.jsonl").write_text(text, encoding="utf-8")
