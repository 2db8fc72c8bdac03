"""What makes two sends the same email."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migma_desktop.core.fingerprint import fingerprint
from migma_desktop.core.models import RecipientType
from tests.fakes import request_to_person


def test_a_test_and_the_mailing_it_was_made_for_are_the_same_email() -> None:
    test = replace(request_to_person(), transactional=None)
    mailing = replace(
        test, recipient_type=RecipientType.SEGMENT, recipient_email="", recipient_id="segment-1"
    )
    assert fingerprint(test) == fingerprint(replace(mailing, transactional=False))


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Other"},
        {"template": "<p>Other</p>"},
        {"from_address": "other@acme.example"},
        {"from_name": "Other"},
        {"reply_to": "other@acme.example"},
        {"variables": {"first_name": "Other"}},
        {"conversation_id": "other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_people_would_see_makes_another_email(change: dict[str, object]) -> None:
    request = request_to_person()
    assert fingerprint(replace(request, **change)) != fingerprint(request)  # type: ignore[arg-type]
