"""What the driver does in the window: typing, pressing and looking, through the real widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QTableView

from migma_desktop.core.models import RecipientType, Send
from migma_desktop.ui.pilot import Pilot, PilotError, press_keys
from migma_desktop.ui.widgets.status_log_model import SEND_ROLE
from tests.faults.stand_ins import Countdown

PERSON = "amara@example.com"
TESTER = "tester@example.com"


class Report(Protocol):
    """Tells the harness what happens."""

    def __call__(self, event: str, **facts: object) -> None:
        """Write one line."""


class Hands:
    """Carries orders out in the window of one program."""

    def __init__(self, app: Any, report: Report) -> None:
        self._app = app
        self._report = report
        self._pilot = Pilot(app.window)

    async def until_ready(self) -> None:
        """Wait until the account is open and its lists are there."""
        app = self._app
        await self._pilot.wait_for(lambda: bool(app.account.domains.items), "the account")
        self._report("ready", text=self._editor.toPlainText())

    async def do(self, order: dict[str, Any]) -> None:
        """Carry one order out; what can't be done is reported, not raised."""
        words = dict(order)
        what, number = words.pop("do"), words.pop("order")
        works: dict[str, Callable[..., Any]] = {
            "type": self._type,
            "address": self._address,
            "press": self._press,
            "button": self._button,
            "look": self._look,
            "quit": self._quit,
        }
        try:
            await works[what](**words)
        except PilotError as error:
            self._report("failed", order=number, why=f"{what}: {error}")
        else:
            self._report("done", order=number)

    async def _type(self, *, text: str, pace: float) -> None:
        """Type at the end of the email, a letter every ``pace`` seconds."""
        self._pilot.write("")
        for number, letter in enumerate(text):
            press_keys(self._editor, letter)
            self._report("typed", number=number)
            await asyncio.sleep(pace)

    async def _press(self, *, number: int, kind: str, hold: int, to: str) -> None:
        """Write a subject, press Send and say yes; or send a test."""
        Countdown.seconds = hold
        self._app.settings.change(undo_seconds=hold)
        await self._address(kind=kind, to=to)
        self._pilot.type_into("subject", f"Press {number}.")
        button, dialog, yes = (
            ("sendTestButton", "sendTestDialog", "testSendButton")
            if kind == "test"
            else ("sendButton", "confirmSendDialog", "confirmSendButton")
        )
        await self._pilot.enabled(button)
        self._pilot.click(button)
        asked = await self._pilot.dialog(dialog)
        if kind == "test":
            self._pilot.type_into("testAddress", TESTER, within=asked)
        self._report("pressed", number=number)
        self._pilot.click(yes, within=asked)

    async def _address(self, *, kind: str, to: str) -> None:
        """Choose who gets it: a tag by its name, or a person."""
        profile = self._app.account.profile
        if profile is not None and False in profile.permissions.values():
            self._app.profiles.forget_abilities(profile.id)  # as "Look again" does, after a 403
        wanted = RecipientType.TAG if kind == "batch" else RecipientType.PERSON
        if self._app.drafts.draft.recipient.type is not wanted:
            self._pilot.choose_segment("recipientType", wanted.value)
        recipient = self._app.drafts.draft.recipient
        if to in {recipient.name, recipient.email}:
            return
        if wanted is RecipientType.TAG:
            await self._pilot.pick("recipientId", to)
        else:
            self._pilot.type_into("recipientEmail", to)

    async def _button(self, *, name: str, subject: str) -> None:
        """Choose a send in the status log and press one of its buttons."""
        self._app.window.tabs.setCurrentWidget(self._app.window.log_panel)
        await self._pilot.wait_for(lambda: self._row_of(subject) is not None, f"a line {subject}")
        self._table.selectRow(self._row_of(subject) or 0)
        button = await self._pilot.wait_for_value(
            lambda: self._visible(name), f"{name} of {subject}", patience=3.0
        )
        button.click()

    async def _look(self) -> None:
        self._report(
            "look",
            text=self._editor.toPlainText(),
            sends={send.subject: send.state.value for send in self._logged()},
        )

    async def _quit(self) -> None:
        self._app.window.close()

    def _visible(self, name: str) -> QAbstractButton | None:
        buttons = self._app.window.findChildren(QAbstractButton, name)
        return next((each for each in buttons if each.isVisible() and each.isEnabled()), None)

    def _row_of(self, subject: str) -> int | None:
        found = (row for row, send in enumerate(self._logged()) if send.subject == subject)
        return next(found, None)

    def _logged(self) -> list[Send]:
        model = self._table.model()
        return [model.index(row, 0).data(SEND_ROLE) for row in range(model.rowCount())]

    @property
    def _table(self) -> QTableView:
        return self._pilot.find(QTableView, "statusLog")

    @property
    def _editor(self) -> QPlainTextEdit:
        return self._pilot.find(QPlainTextEdit, "templateEditor")
