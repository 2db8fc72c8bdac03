"""What Migma knows of the recipient stands beside it, and in the question before the send."""

from __future__ import annotations

from migma_desktop.core.models import RecipientType
from migma_desktop.sandbox.things import BOUNCED, UNSUBSCRIBED
from tests.e2e.driver import Program
from tests.e2e.server import Server


def someone(server: Server, program: Program, status: str) -> str:
    project = program.app.drafts.draft.project_id
    people = server.sandbox.account.contacts_of(project)
    return next(each.email for each in people if each.status == status)


def beside_the_recipient(program: Program) -> str:
    return program.words_of(program.app.window.message_panel.recipient_box)


def test_an_address_that_bounced_is_said_to_have_before_anything_is_sent(
    program: Program, server: Server
) -> None:
    program.simple_email(someone(server, program, BOUNCED).upper())
    program.until(lambda: "came back before" in beside_the_recipient(program), "the warning")
    question = program.ask_to_send()
    assert "came back before" in program.words_of(question)
    question.reject()
    program.type_into("recipientEmail", "amara@example.com")
    program.until(lambda: "came back" not in beside_the_recipient(program), "its end")
    assert "came back" not in program.words_of(program.ask_to_send())


def test_who_has_unsubscribed_is_told_what_the_kind_of_mail_means(
    program: Program, server: Server
) -> None:
    program.simple_email(someone(server, program, UNSUBSCRIBED))
    program.until(lambda: "has unsubscribed" in beside_the_recipient(program), "the note")
    program.choose("transactional", "marketing")
    program.until(
        lambda: "doesn't want marketing emails" in beside_the_recipient(program), "the warning"
    )


def test_a_tag_shows_who_is_in_it_and_how_many_are_left_out(
    program: Program, server: Server
) -> None:
    program.simple_email()
    tag = next(
        each
        for each in server.sandbox.account.tags.values()
        if each.project_id == program.app.drafts.draft.project_id
        and any(
            each.name in person.tags and person.status == BOUNCED
            for person in server.sandbox.account.contacts_of(each.project_id)
        )
    )
    program.address(RecipientType.TAG, tag.name)
    program.until(lambda: "Among them:" in beside_the_recipient(program), "some of its people")
    assert "are left out" in beside_the_recipient(program)
    program.choose("recipientType", "email")
    program.choose("recipientType", "tag")
    assert "Among them" not in beside_the_recipient(program)
