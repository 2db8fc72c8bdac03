from __future__ import annotations

from migma_desktop.core.mailto import is_mailto, read_mailto


def test_a_link_fills_recipient_subject_and_text() -> None:
    draft = read_mailto(
        "mailto:ada@example.com?subject=Your%20order&body=Hello%2C%0D%0Aall%20is%20well"
    ).draft

    assert draft.recipient.email == "ada@example.com"
    assert draft.subject == "Your order"
    assert draft.markdown == "Hello,\nall is well"


def test_a_plus_sign_stays_a_plus_sign() -> None:
    link = read_mailto("mailto:ada+shop@example.com?subject=1+1")

    assert link.draft.recipient.email == "ada+shop@example.com"
    assert link.draft.subject == "1+1"


def test_what_one_send_cannot_carry_is_named() -> None:
    link = read_mailto("MAILTO:a@example.com,b@example.com?cc=c@example.com&To=d@example.com")

    assert link.draft.recipient.email == "a@example.com"
    assert link.left_out == ("cc", "b@example.com", "d@example.com")


def test_line_breaks_cannot_enter_the_subject() -> None:
    assert read_mailto("mailto:?subject=Hi%0D%0ABcc:%20x").draft.subject == "Hi Bcc: x"


def test_a_file_name_is_not_a_link() -> None:
    assert is_mailto("MailTo:ada@example.com")
    assert not is_mailto("mailto.html")
