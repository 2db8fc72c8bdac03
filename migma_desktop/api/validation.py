"""Migma's own checks: from the request to one report, whatever shape the answer has.

``validate/all`` is known from the SDK only (contract, section 9). A server without it answers 404;
then the four checks that the documents describe are asked one by one.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator

from migma_desktop.api.lenient import Fields, rows_of
from migma_desktop.core.errors import NotFound
from migma_desktop.core.validation import Issue, Report, Topic

PATH = "/v1/emails/validate"
_MOST = 60  # issues of a kind
_LONGEST = 300  # characters of the server's words
_FIELD_OF_ALL = {
    Topic.COMPATIBILITY: "compatibility",
    Topic.LINKS: "linkAnalysis",
    Topic.SPELLING: "spelling",
    Topic.DELIVERABILITY: "deliverability",
}
_GOOD_STATUS = frozenset({"ok", "working", "valid", "success", "active", "reachable"})

Ask = Callable[[str, bytes], Awaitable[Fields]]


async def validate(ask: Ask, *, html: str, subject: str) -> Report:
    """Ask for all checks, at once where the server can. Raises what ``ask`` raises."""
    body = _body(html=html, subject=subject)
    try:
        whole = await ask(f"{PATH}/all", body)
    except NotFound:
        return await _one_by_one(ask, html=html, subject=subject)
    parts = {topic: whole.part(name) for topic, name in _FIELD_OF_ALL.items()}
    return _report({topic: part for topic, part in parts.items() if part})


async def _one_by_one(ask: Ask, *, html: str, subject: str) -> Report:
    plain, with_subject = _body(html=html), _body(html=html, subject=subject)
    parts = {}
    for topic in Topic:
        body = with_subject if topic is Topic.DELIVERABILITY else plain
        parts[topic] = await ask(f"{PATH}/{topic.value}", body)
    return _report(parts)


def _body(**fields: str) -> bytes:
    given = {name: value for name, value in fields.items() if value}
    return json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()


def _report(parts: dict[Topic, Fields]) -> Report:
    read = {
        Topic.COMPATIBILITY: _compatibility,
        Topic.LINKS: _links,
        Topic.SPELLING: _spelling,
        Topic.DELIVERABILITY: _deliverability,
    }
    issues = tuple(
        issue for topic, part in parts.items() for issue in list(read[topic](part))[:_MOST]
    )
    return Report(issues, tuple(parts))


def _compatibility(data: Fields) -> Iterator[Issue]:
    """Read issues by mail program; an array in the documents, a map in the SDK."""
    programs: dict[tuple[str, str, bool], list[str]] = {}
    for program, entry in _by_program(data.raw("clientIssues")):
        for name, is_grave in (("issues", True), ("warnings", False)):
            for row in entry.rows(name):
                what = row.text("element", "property", "feature", "title", "name")
                message = _short(row.text("message", "description", "title") or what)
                if message:
                    programs.setdefault((what, message, is_grave), []).append(program)
    for (what, message, is_grave), names in programs.items():
        yield Issue(
            Topic.COMPATIBILITY,
            message,
            what=what,
            programs=tuple(dict.fromkeys(filter(None, names))),
            is_grave=is_grave,
        )


def _by_program(raw: object) -> Iterator[tuple[str, Fields]]:
    if isinstance(raw, dict):
        for name, entry in raw.items():
            if isinstance(entry, dict):
                yield str(name), Fields(entry)
            else:
                yield str(name), Fields({"issues": entry})
        return
    for row in rows_of(raw):
        yield row.text("client", "name"), row


def _links(data: Fields) -> Iterator[Issue]:
    for row in data.rows("checkedLinks"):
        error = row.text("error")
        status = row.text("status")
        is_bad = int(status) >= 400 if status.isdecimal() else _is_bad_word(status)
        if error or is_bad:
            said = error or " ".join(filter(None, (status, row.text("statusText"))))
            yield Issue(Topic.LINKS, _short(said), what=row.text("url"), is_grave=True)


def _is_bad_word(status: str) -> bool:
    return bool(status) and status.lower() not in _GOOD_STATUS


def _spelling(data: Fields) -> Iterator[Issue]:
    for row in data.rows("errors"):
        word = row.text("word")
        if word:
            yield Issue(
                Topic.SPELLING,
                _short(row.text("context") or row.text("type")),
                what=word,
                suggestion=next(iter(row.texts("suggestions")), ""),
            )


def _deliverability(data: Fields) -> Iterator[Issue]:
    prediction = data.part("prediction")
    category = prediction.text("category").lower()
    if category and category != "inbox":
        yield Issue(
            Topic.DELIVERABILITY,
            _short(prediction.text("reasoning")),
            what=category,
            is_grave=category == "spam",
        )
    spam = data.part("spamScore")
    for trigger in spam.texts("triggers"):
        yield Issue(Topic.DELIVERABILITY, _short(trigger), what="trigger")
    advice = data.part("recommendations")
    for name, is_grave in (("critical", True), ("important", False), ("suggested", False)):
        for words in advice.texts(name):
            yield Issue(Topic.DELIVERABILITY, _short(words), what="advice", is_grave=is_grave)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
