"""Storing an email at Migma before it is sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from migma_desktop.core.account import ImportedEmail
from migma_desktop.core.errors import (
    KeychainError,
    KeyRejected,
    KnownError,
    NotFound,
    RequestRefused,
    ServiceFault,
    UnclearOutcome,
)
from migma_desktop.core.importing import PATIENCE, Importer, StoredCopy, by_copy
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import say
from tests.fakes import FakeMailer, offline, request_to_person, too_many, trouble, unclear

REQUEST = request_to_person()
EMAIL_ID = "0123456789abcdef01234567"
PENDING = ImportedEmail(status="pending")
DONE = ImportedEmail(status="completed", email_id=EMAIL_ID, html=REQUEST.template)
FAILED = ImportedEmail(status="failed", error="No HTML was found")


class Storing:
    """An importer with a fake Migma and a clock that never makes anybody wait."""

    def __init__(self, *states: ImportedEmail | Exception) -> None:
        self.migma = FakeMailer()
        self.migma.imports.extend(states)
        self.slept: list[float] = []
        self.waits = asyncio.Event()
        self.no_account: KnownError | None = None
        self._importer = Importer(mailer=self._mailer, sleep=self._sleep)

    async def store(self, key: str = "send-1") -> StoredCopy:
        return await self._importer.store(REQUEST, profile_id="profile-1", key=key)

    @property
    def keys(self) -> list[str]:
        return [attempt.key for attempt in self.migma.attempts]

    def _mailer(self, profile_id: str) -> Mailer:
        assert profile_id == "profile-1"
        if self.no_account is not None:
            raise self.no_account
        return self.migma

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.waits.set()
        await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_a_copy_that_is_kept_as_it_is_can_be_sent_by_its_id() -> None:
    storing = Storing(PENDING, ImportedEmail(status="processing"), DONE)
    copy = await storing.store()

    assert copy.is_unchanged
    assert (copy.lost, copy.added) == ((), ())
    assert copy.filled == REQUEST.template.replace("{{first_name}}", "Ada")
    assert list(storing.migma.imported.values()) == [REQUEST.template]
    assert len(storing.slept) == 3
    assert storing.slept == sorted(storing.slept)
    assert by_copy(REQUEST, copy) == replace(REQUEST, template="", project_id="", email_id=EMAIL_ID)


@pytest.mark.asyncio
@pytest.mark.parametrize("email_id", ["", "email-7"])
async def test_without_a_usable_email_id_the_conversation_is_sent(email_id: str) -> None:
    copy = await Storing(replace(DONE, email_id=email_id)).store()
    request = by_copy(REQUEST, copy)
    assert (request.conversation_id, request.email_id) == (copy.conversation_id, "")
    assert request.variables == REQUEST.variables


@pytest.mark.asyncio
async def test_what_migma_changed_is_named() -> None:
    changed = "<p>Dear {{ name }}</p>"
    copy = await Storing(replace(DONE, html=changed)).store()
    assert not copy.is_unchanged
    assert copy.html == changed
    assert (copy.lost, copy.added) == (("first_name",), ("name",))


@pytest.mark.asyncio
async def test_line_ends_are_no_change() -> None:
    copy = await Storing(replace(DONE, html=f"\r\n{REQUEST.template}\r\n")).store()
    assert copy.is_unchanged


@pytest.mark.asyncio
async def test_an_import_that_failed_is_said_and_begun_anew_the_next_time() -> None:
    storing = Storing(FAILED, DONE)
    with pytest.raises(RequestRefused) as failure:
        await storing.store()
    assert "No HTML was found" in str(failure.value.advice)
    await storing.store()
    assert len(set(storing.keys)) == 2


@pytest.mark.asyncio
async def test_a_refused_import_is_begun_anew_the_next_time() -> None:
    storing = Storing(DONE)
    storing.migma.before.append(trouble(RequestRefused))
    with pytest.raises(RequestRefused):
        await storing.store()
    await storing.store()
    assert len(set(storing.keys)) == 2


@pytest.mark.asyncio
async def test_an_unclear_import_is_asked_for_under_the_same_key() -> None:
    storing = Storing(DONE)
    storing.migma.after.append(unclear())
    with pytest.raises(UnclearOutcome) as failure:
        await storing.store()
    assert "isn't stored a second time" in str(failure.value.advice)
    await storing.store()
    assert len(storing.keys) == 2
    assert len(set(storing.keys)) == 1
    assert len(storing.migma.imported) == 1


@pytest.mark.asyncio
async def test_another_email_has_another_key() -> None:
    storing = Storing(DONE)
    await storing.store("send-1")
    await storing.store("send-2")
    assert len(storing.migma.imported) == 2


@pytest.mark.asyncio
async def test_an_import_without_end_is_given_up_and_taken_up_later() -> None:
    storing = Storing(PENDING)
    with pytest.raises(ServiceFault) as failure:
        await storing.store()
    assert "hasn't finished" in str(failure.value.title)
    assert "Nothing was sent" in str(failure.value.advice)
    assert PATIENCE <= sum(storing.slept) < PATIENCE + 10

    storing.migma.imports.clear()
    storing.migma.imports.append(DONE)
    await storing.store()
    assert len(storing.migma.imported) == 1


@pytest.mark.asyncio
async def test_trouble_while_waiting_is_waited_out() -> None:
    storing = Storing(
        offline(), trouble(ServiceFault), trouble(NotFound), too_many(42.0), PENDING, DONE
    )
    assert (await storing.store()).is_unchanged
    assert storing.slept[4] == 42.0


@pytest.mark.asyncio
async def test_an_import_that_is_nowhere_is_given_up() -> None:
    with pytest.raises(NotFound):
        await Storing(trouble(NotFound)).store()


@pytest.mark.asyncio
async def test_a_key_that_is_rejected_ends_the_waiting() -> None:
    storing = Storing(trouble(KeyRejected), DONE)
    with pytest.raises(KeyRejected):
        await storing.store()
    await storing.store()
    assert len(storing.migma.imported) == 1


@pytest.mark.asyncio
async def test_without_its_account_nothing_is_stored() -> None:
    storing = Storing(DONE)
    storing.no_account = KeychainError(say("Another account is open"), say("Switch"))
    with pytest.raises(KeychainError):
        await storing.store()
    assert storing.keys == []


@pytest.mark.asyncio
async def test_waiting_can_be_cancelled_and_taken_up_again() -> None:
    storing = Storing(PENDING)
    waiting = asyncio.ensure_future(storing.store())
    await storing.waits.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    storing.migma.imports[0] = DONE
    await storing.store()
    assert len(storing.migma.imported) == 1
