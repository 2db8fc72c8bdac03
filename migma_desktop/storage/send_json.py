"""The parts of a ``Send`` that are kept as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import lru_cache

from migma_desktop.core.models import (
    Problem,
    Provider,
    RecipientType,
    Remedy,
    SendRequest,
)
from migma_desktop.core.texts import Text
from migma_desktop.storage import lenient
from migma_desktop.storage.json_overlay import Document, dump

_REMEMBERED = 1000  # requests: some windows of the log


def request_to_json(request: SendRequest) -> str:
    """Write all fields but the template, which is heavy and lies apart."""
    document = asdict(request)
    del document["template"]
    return _dump(document)


def request_from_json(stored: str, *, template: str) -> SendRequest:
    """Read a request back."""
    request = _request(stored)
    return replace(request, template=template) if template else request


def forget_what_was_read() -> None:
    """Let go of the requests that were read: somebody is to be forgotten."""
    _request.cache_clear()


@lru_cache(maxsize=_REMEMBERED)
def _request(stored: str) -> SendRequest:
    """Read all but the template. A search finds the same sends again with each letter."""
    document: Document = json.loads(stored)
    transactional = document.get("transactional")
    return SendRequest(
        recipient_type=RecipientType(lenient.text(document, "recipient_type")),
        from_address=lenient.text(document, "from_address"),
        from_name=lenient.text(document, "from_name"),
        subject=lenient.text(document, "subject"),
        recipient_email=lenient.text(document, "recipient_email"),
        recipient_id=lenient.text(document, "recipient_id"),
        reply_to=lenient.text(document, "reply_to"),
        conversation_id=lenient.text(document, "conversation_id"),
        email_id=lenient.text(document, "email_id"),
        project_id=lenient.text(document, "project_id"),
        variables=lenient.variables(document),
        provider=Provider(lenient.text(document, "provider")),
        transactional=transactional if isinstance(transactional, bool) else None,
    )


def problem_to_json(problem: Problem | None) -> str | None:
    """Write a problem with its sentences untranslated, so that they follow the language."""
    if problem is None:
        return None
    return _dump(
        {
            "title": _text_to_document(problem.title),
            "advice": _text_to_document(problem.advice),
            "details": problem.details,
            "remedy": problem.remedy.value,
        }
    )


def problem_from_json(stored: str | None) -> Problem | None:
    """Read a problem back."""
    if stored is None:
        return None
    document: Document = json.loads(stored)
    return Problem(
        title=_text_from_document(lenient.part(document, "title")),
        advice=_text_from_document(lenient.part(document, "advice")),
        details=lenient.text(document, "details"),
        remedy=lenient.choice(document, "remedy", Remedy.NONE),
    )


def _text_to_document(text: Text) -> Document:
    return {"template": text.template, "values": dict(text.values)}


def _text_from_document(document: Document) -> Text:
    return Text(lenient.text(document, "template"), lenient.part(document, "values"))


def _dump(document: Document) -> str:
    # A sentence may carry values that JSON doesn't know, such as an enum or a path.
    return dump(document, default=str)
