"""An account that takes stored emails only: the program offers to store one, and never does alone.

Source: the contract, section 3 "Consequence for a composer", and rule 5 of section 15.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QTableView, QWidget

from migma_desktop.core.models import RecipientType, Send, SendState
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.things import Conversation
from migma_desktop.storage.keychain import MemoryKeychain
from tests.e2e.driver import Program
from tests.e2e.server import TEST_KEY, Server

IMPORT = "/v1/projects/emails/import-html"
SENDING = "/v1/sending"
PERSON = "amara.okafor@example.com"
STORED_SOON = 10.0  # seconds by the practice Migma's clock until an import is surely done
TEXT = "# Hello {{first_name}}\n\nYour table waits [here]({{link}})."
VALUES = {"first_name": "<Ada> & co.", "link": "https://example.com/?a=1&b=2"}


Open = Callable[..., Program]


@pytest.fixture
def keychain() -> MemoryKeychain:
    return MemoryKeychain()


@pytest.fixture
def program(open_program: Open, server: Server, keychain: MemoryKeychain) -> Program:
    """A window of its own, since it remembers that this account refuses templates."""
    server.sandbox.account.takes_templates = False
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    program.new_email()
    return program


def _write(program: Program, kind: RecipientType = RecipientType.PERSON) -> None:
    program.address(kind, PERSON if kind is RecipientType.PERSON else "Almost a voucher")
    program.type_into("subject", "For {{first_name}}")
    program.write(TEXT)
    program.fill(VALUES)


def _refused(program: Program) -> Send:
    """Send, be refused, and see the offer."""
    refused = program.send(SendState.FAILED)
    assert "wants the email stored there first" in program.words_of(program.details)
    assert _offer(program).isVisible()
    return refused


def _offer(program: Program) -> QAbstractButton:
    return program.pilot.find(QAbstractButton, "storeAndSendButton", within=program.details)


def _question(program: Program) -> QDialog:
    program.click("storeAndSendButton", within=program.details)
    return program.dialog("storeAndSendDialog")


def _store(program: Program, server: Server, dialog: QDialog) -> Conversation:
    """Say yes, and return what is being stored."""
    program.click("storeConfirmButton", within=dialog)
    return _under_way(program, server)


def _under_way(program: Program, server: Server) -> Conversation:
    seen = len(_stored(server))
    program.until(lambda: len(_stored(server)) >= max(seen, 1), "the import")
    return _stored(server)[-1]


def _stored(server: Server) -> list[Conversation]:
    """Return what the tests have stored in the account, oldest first."""
    made = server.sandbox.account.conversations.values()
    return [each for each in made if each.started_at is not None]


def _arrives(program: Program, server: Server, refused: Send) -> Send:
    """Let Migma finish storing, and wait until the email is accepted on a line of its own."""
    server.clock.advance(STORED_SOON)
    return program.until_there(
        lambda: next(
            (
                each
                for each in program.logged()
                if each.id != refused.id and each.state is SendState.ACCEPTED
            ),
            None,
        ),
        "the stored email to be accepted",
    )


def _choose(program: Program, row: int) -> None:
    program.pilot.find(QTableView, "statusLog").selectRow(row)


def _part(dialog: QDialog, name: str) -> QWidget:
    part = dialog.findChild(QWidget, name)
    assert part is not None
    return part


@pytest.mark.parametrize("kind", [RecipientType.PERSON, RecipientType.SEGMENT])
def test_a_refused_email_is_stored_and_arrives_as_the_preview_shows_it(
    program: Program, server: Server, kind: RecipientType
) -> None:
    _write(program, kind)
    shown = program.settle().html
    refused = _refused(program)
    assert server.delivered() == ()
    assert server.asked(IMPORT) == []

    dialog = _question(program)
    words = program.words_of(dialog)
    assert "a copy of this email is first stored in the project Fern & Finch" in words
    assert (PERSON if kind is RecipientType.PERSON else "Almost a voucher") in words
    assert "Test key" in words
    assert server.asked(IMPORT) == []
    _store(program, server, dialog)
    assert _part(dialog, "storeProgress").isVisible()
    sent = _arrives(program, server, refused)

    assert program.open_dialogs() == []
    assert sent.key != refused.key
    arrived = server.delivered()
    assert arrived
    assert {each.html for each in arrived} == {shown}
    assert {each.subject for each in arrived} == {"For <Ada> & co."}
    first, second = server.asked(SENDING)
    assert first["template"] == server.asked(IMPORT)[0]["html"]
    assert "template" not in second
    assert second["emailId"] == _stored(server)[0].emails[0].id
    assert second.get("variables") == first.get("variables")


def test_storing_is_offered_once(program: Program, server: Server) -> None:
    _write(program)
    refused = _refused(program)
    _store(program, server, _question(program))
    _arrives(program, server, refused)
    old = next(each for each in program.logged() if each.id == refused.id)
    assert old.problem is not None
    assert "sent from there" in str(old.problem.title)
    _choose(program, 1)
    assert not _offer(program).isVisible()
    program.app.storing.request(refused.id)  # another window would still show the offer
    program.settle()
    assert program.open_dialogs() == []
    assert len(server.delivered()) == 1


def test_whoever_declines_has_stored_and_sent_nothing(program: Program, server: Server) -> None:
    _write(program)
    _refused(program)
    dialog = _question(program)
    program.click("storeCancelButton", within=dialog)
    program.settle()
    assert program.open_dialogs() == []
    assert _offer(program).isVisible()
    assert server.asked(IMPORT) == []
    assert server.delivered() == ()


def test_pressing_twice_stores_once(program: Program, server: Server) -> None:
    _write(program)
    refused = _refused(program)
    _offer(program).click()
    _offer(program).click()
    dialog = program.dialog("storeAndSendDialog")
    agree = dialog.findChild(QAbstractButton, "storeConfirmButton")
    assert agree is not None
    agree.click()
    agree.click()
    _under_way(program, server)
    _arrives(program, server, refused)
    assert len(_stored(server)) == 1
    assert len(server.delivered()) == 1


def test_an_import_that_fails_is_said_and_can_be_tried_again(
    program: Program, server: Server
) -> None:
    _write(program)
    refused = _refused(program)
    dialog = _question(program)
    _store(program, server, dialog).failure = "The HTML could not be read"
    server.clock.advance(STORED_SOON)
    banner = _part(dialog, "storeBanner")
    program.until(banner.isVisible, "the reason")
    assert "Migma couldn't store the email." in program.words_of(dialog)
    assert "The HTML could not be read" in program.words_of(dialog)
    assert server.delivered() == ()
    assert len(server.asked(SENDING)) == 1

    program.click("storeConfirmButton", within=dialog)
    program.until(lambda: len(_stored(server)) == 2, "a second import")
    _arrives(program, server, refused)
    assert len(server.delivered()) == 1


@pytest.mark.parametrize("fault", [faults.reset_after(), faults.status(500, handled=True)])
def test_an_unclear_import_is_tried_again_without_a_second_copy(
    program: Program, server: Server, fault: faults.Fault
) -> None:
    _write(program)
    refused = _refused(program)
    server.sandbox.faults.add(fault, path=IMPORT, call=1)
    dialog = _question(program)
    program.click("storeConfirmButton", within=dialog)
    program.until(_part(dialog, "storeBanner").isVisible, "the reason")
    assert "Nobody knows whether Migma has stored the email." in program.words_of(dialog)
    program.click("storeConfirmButton", within=dialog)
    program.until(lambda: not _part(dialog, "storeBanner").isVisible(), "another try")
    _under_way(program, server)
    _arrives(program, server, refused)
    first, second = (each for each in server.sandbox.requests if each.path == IMPORT)
    assert dict(first.headers)["idempotency-key"] == dict(second.headers)["idempotency-key"]
    assert len(server.delivered()) == 1


def test_a_key_that_may_not_store_is_told(program: Program, server: Server) -> None:
    _write(program)
    _refused(program)
    server.sandbox.faults.add(faults.status(403), path=IMPORT)
    dialog = _question(program)
    program.click("storeConfirmButton", within=dialog)
    program.until(_part(dialog, "storeBanner").isVisible, "the reason")
    assert "email:write" in program.words_of(dialog)
    assert server.delivered() == ()


def test_storing_that_takes_long_can_be_stopped_and_taken_up(
    program: Program, server: Server
) -> None:
    _write(program)
    refused = _refused(program)
    dialog = _question(program)
    _store(program, server, dialog)
    program.click("storeCancelButton", within=dialog)
    told = program.until_told("Stopped: nothing was sent")
    assert "Fern & Finch" in told
    server.clock.advance(STORED_SOON)
    program.settle()
    assert server.delivered() == ()

    program.click("storeConfirmButton", within=_question(program))
    _arrives(program, server, refused)
    assert len(_stored(server)) == 1
    assert len(server.delivered()) == 1


def _changed(program: Program, server: Server, html: Callable[[str], str]) -> QDialog:
    """Let Migma store another email than it was given."""
    dialog = _question(program)
    email = _store(program, server, dialog).emails[0]
    email.html = html(email.html)
    server.clock.advance(STORED_SOON)
    program.until(lambda: _offers_migmas_version(dialog), "the comparison")
    return dialog


def _offers_migmas_version(dialog: QDialog) -> bool:
    agree = dialog.findChild(QAbstractButton, "storeConfirmButton")
    return agree is not None and agree.text() == "Send Migma's version"


def test_a_changed_email_is_sent_only_after_another_yes(program: Program, server: Server) -> None:
    _write(program)
    refused = _refused(program)
    dialog = _changed(program, server, lambda html: html.replace("Your table", "A table"))
    words = program.words_of(dialog)
    assert "Migma changed the email" in words
    assert "Nothing was sent." in words
    assert server.delivered() == ()
    assert _part(dialog, "storedPreview").isVisible()
    program.choose("storedVersions", "ours")

    program.click("storeConfirmButton", within=dialog)
    sent = _arrives(program, server, refused)
    (arrived,) = server.delivered()
    assert "A table waits" in arrived.html
    kept = program.app.send_log.get(sent.id)
    assert kept is not None
    assert kept.html == arrived.html


def test_a_placeholder_that_migma_lost_is_named(program: Program, server: Server) -> None:
    _write(program)
    program.fill({"first_name": "Ada"})
    _refused(program)
    dialog = _changed(program, server, lambda html: html.replace("{{first_name}}", "{{name}}"))
    words = program.words_of(dialog)
    assert "no longer has {{first_name}}" in words
    assert "{{name}}, which you didn't write" in words
    program.click("storeCancelButton", within=dialog)
    program.settle()
    assert server.delivered() == ()
    assert _offer(program).isVisible()


def test_the_next_email_takes_the_road_at_once(program: Program, server: Server) -> None:
    _write(program)
    _store(program, server, _question_after_refusal(program))
    _arrives(program, server, program.logged()[-1])
    asked = len(server.asked(SENDING))

    program.new_email()
    _write(program)
    known = program.logged()[0]
    question = program.ask_to_send()
    assert "a copy is stored there first" in program.words_of(question)
    program.click("confirmSendButton", within=question)
    dialog = program.dialog("storeAndSendDialog")
    program.until(lambda: len(_stored(server)) == 2, "the import")
    assert _part(dialog, "storeProgress").isVisible()
    server.clock.advance(STORED_SOON)
    program.until(
        lambda: (
            program.logged()[0].id != known.id and program.logged()[0].state is SendState.ACCEPTED
        ),
        "the second email",
    )
    assert len(server.asked(SENDING)) == asked + 1
    assert len(server.delivered()) == 2


def _question_after_refusal(program: Program) -> QDialog:
    _refused(program)
    return _question(program)


def test_a_test_email_takes_the_road_too(program: Program, server: Server) -> None:
    _write(program, RecipientType.SEGMENT)
    program.live(program.pilot.enabled("sendTestButton"))
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", "me@example.com", within=dialog)
    program.click("testSendButton", within=dialog)
    program.until(
        lambda: bool(program.logged()) and program.logged()[0].state is SendState.FAILED,
        "the refusal",
    )
    refused = program.logged()[0]
    _store(program, server, _question(program))
    sent = _arrives(program, server, refused)
    assert sent.is_test
    (arrived,) = server.delivered()
    assert arrived.to == "me@example.com"


def test_another_account_is_asked_the_usual_way(program: Program, server: Server) -> None:
    _write(program)
    refused = _refused(program)
    _store(program, server, _question(program))
    _arrives(program, server, refused)
    refused_by = program.app.account.profile
    program.account_menu("Open the sandbox")
    account = program.app.account
    program.until(
        lambda: account.profile != refused_by and bool(account.domains.items), "the sandbox"
    )

    program.new_email()
    _write(program)
    assert "stored" not in program.words_of(program.ask_to_send())


def test_the_offer_survives_a_restart(
    program: Program, server: Server, open_program: Open, keychain: MemoryKeychain
) -> None:
    _write(program)
    shown = program.settle().html
    refused = _refused(program)
    program = open_program(keychain=keychain)
    program.until(lambda: bool(program.app.account.projects.items), "the account")
    program.until(lambda: bool(program.logged()), "the log")
    _choose(program, 0)
    _store(program, server, _question(program))
    _arrives(program, server, refused)
    (arrived,) = server.delivered()
    assert arrived.html == shown


def test_other_refusals_offer_nothing(program: Program, server: Server) -> None:
    server.sandbox.account.takes_templates = True
    _write(program)
    server.sandbox.faults.add(faults.status(400), path=SENDING)
    program.send(SendState.FAILED)
    assert not _offer(program).isVisible()
