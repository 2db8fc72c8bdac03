"""What receivers wrote is read, forged lines are not believed, and a person gets a yes or a why."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migma_desktop.core.domains.auth_results import parse_results
from migma_desktop.core.domains.received_email import read_email
from migma_desktop.core.domains.verdict import Alignment, Grade, judge_email

HERE = Path(__file__).parent / "received"
ALL = sorted(HERE.glob("*.toml"))


def told(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_headers_of_each_receiver_are_understood(path: Path) -> None:
    wanted = told(path.stem)
    email = read_email(wanted["headers"])
    verdict = judge_email(email)
    assert verdict.grade.value == wanted["grade"], verdict
    said = {check.name.lower(): check.result for check in verdict.checks}
    assert said == ({name: wanted[name] for name in ("spf", "dkim", "dmarc")} if said else {})
    assert email.receiver == wanted["receiver"]
    assert len(email.ignored) == wanted["ignored"]
    assert len(email.forwarders) == wanted["forwarders"]
    for text in (verdict.title, verdict.text, *(check.text for check in verdict.checks)):
        assert str(text)
        assert "?" not in str(text), "said without knowing it"
    for check in verdict.checks:
        assert check.advice is not None or check.grade is Grade.GOOD or not check.result


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 30


def test_dos_line_ends_make_no_difference() -> None:
    text = told("gmail_all_pass")["headers"]
    assert read_email(text.replace("\n", "\r\n")) == read_email(text)


def test_a_whole_email_is_read_like_its_headers() -> None:
    text = told("fastmail")["headers"]
    body = "\nAuthentication-Results: mx1.messagingengine.com; dmarc=fail\n\nHello"
    assert read_email(text + body) == read_email(text)


def test_the_best_of_several_signatures_counts() -> None:
    verdict = judge_email(read_email(told("gmail_all_pass")["headers"]))
    dkim = next(check for check in verdict.checks if check.name == "DKIM")
    assert (dkim.domain, dkim.alignment) == ("shop.example", Alignment.STRICT)


def test_an_email_of_another_domain_says_nothing_about_this_one() -> None:
    email = read_email(told("gmail_all_pass")["headers"])
    verdict = judge_email(email, expected="bakery.example")
    assert verdict.grade is Grade.UNSURE
    assert "not from bakery.example" in str(verdict.notes[0])


def test_a_folded_subject_and_sender_are_decoded() -> None:
    email = read_email(told("gmail_all_pass")["headers"])
    assert (email.subject, email.sender) == ("Café test", "hello@shop.example")


@pytest.mark.parametrize("text", ["", "   \n\n", "Hello Maya,\n\nthanks for", "<html></html>"])
def test_what_are_no_headers_is_said_so(text: str) -> None:
    verdict = judge_email(read_email(text))
    assert verdict.grade is Grade.UNSURE
    assert verdict.checks == ()


@given(st.text(alphabet='abc.;=()"\\ \n\t/@', max_size=200))
def test_nothing_that_is_pasted_breaks_the_reader(text: str) -> None:
    parse_results(text)
    judge_email(read_email(f"Authentication-Results: {text}\nFrom: {text}"))
