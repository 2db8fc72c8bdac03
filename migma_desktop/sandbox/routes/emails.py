"""Emails made in Migma: lists, states, contents, logs, and the import of finished HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default as default_policy

from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.drawing import email_picture
from migma_desktop.sandbox.orders import finished_email
from migma_desktop.sandbox.paging import by_cursor, by_page
from migma_desktop.sandbox.replies import Reply, invalid, not_found
from migma_desktop.sandbox.things import Conversation, StoredEmail

STATES = ("pending", "processing", "completed", "failed")
LOG_STATES = ("delivered", "opened", "clicked", "bounced", "complained", "suppressed", "sent")
VISIBILITIES = ("private", "unlisted", "public")
MOST_SOURCES = 12
PENDING_FOR = timedelta(seconds=1)
PROCESSING_FOR = timedelta(seconds=2)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
_HEADER_LINE = re.compile(r"\A[A-Za-z-]+: ")


def list_emails(call: Call) -> Reply:
    """One row a conversation: no HTML and no emailId here."""
    project = call.account.project(call.query.needed_text("projectId"))
    state = call.query.choice("status", STATES)
    search = (call.query.text("search") or "").casefold()
    rows = [
        _row(each, call)
        for each in sorted(
            call.account.conversations.values(), key=lambda c: c.created_at, reverse=True
        )
        if each.project_id == project.id and state in (None, each.status(call.now))
    ]
    rows = [
        row for row in rows if search in f"{row['title']}\n{row.get('subject') or ''}".casefold()
    ]
    part, pagination = by_page(call.query, rows)
    return Reply({"emails": list(part), "pagination": pagination})


def generation_status(call: Call) -> Reply:
    """How far a conversation is; with the contents once it is completed."""
    conversation = call.account.conversation(call.path["conversationId"])
    state = conversation.status(call.now)
    answer: dict[str, object] = {
        "conversationId": conversation.id,
        "status": state,
        "createdAt": iso(conversation.created_at),
        "updatedAt": iso(min(conversation.ready_at, call.now)),
        "error": conversation.failure if state == "failed" else None,
    }
    if state == "completed":
        answer["result"] = _result(conversation)
    return Reply(answer)


def get_email(call: Call) -> Reply:
    conversation, email = finished_email(call.path["emailId"], call)
    return Reply(
        {
            "id": email.id,
            "emailId": email.id,
            "conversationId": conversation.id,
            "messageId": None,
            "slotIdx": conversation.emails.index(email),
            "slotUuid": None,
            "status": "ready",
            "subject": email.subject,
            "preheader": email.preheader,
            "html": email.html,
            "screenshotUrl": email_picture(email.html, email.subject),
            "thumbnailUrl": email_picture(email.html, email.subject),
            "warnings": [],
            "updatedAt": iso(conversation.ready_at),
        }
    )


def email_logs(call: Call) -> Reply:
    _, email = finished_email(call.path["emailId"], call)
    state = call.query.choice("status", LOG_STATES)
    rows = [row for row in call.account.log.of_email(email.id) if state in (None, row.entry.status)]
    part, cursor = by_cursor(call.query, rows, lambda row: str(row.number))
    return Reply(
        {
            "emails": [row.wire() for row in part],
            "nextCursor": cursor,
            "hasMore": cursor is not None,
        }
    )


def import_html(call: Call) -> Reply:
    """Store finished HTML (or .eml) as an email. It is kept as it is, and takes a moment."""
    project = call.account.project(call.body.needed_text("projectId"))
    sources = _sources(call)
    call.body.text("instruction")
    call.body.texts("languages")
    call.body.choice("visibility", VISIBILITIES)
    call.body.flag("generateMedia")
    conversation = Conversation(
        id=call.account.new_id("conversation"),
        project_id=project.id,
        title=sources[0][0],
        created_at=call.now,
        started_at=call.now + PENDING_FOR,
        ready_at=call.now + PENDING_FOR + PROCESSING_FOR * len(sources),
    )
    for name, source in sources:
        html = _html_in(source)
        if "<" not in html:
            conversation.failure = f"No HTML was found in {name}"
        conversation.emails.append(
            StoredEmail(call.account.new_id("email"), _title_of(html) or name, "", html)
        )
    call.account.conversations[conversation.id] = conversation
    return Reply(
        {
            "conversationId": conversation.id,
            "status": "pending",
            "message": "The import has started",
            "link": f"https://sandbox.migma.invalid/emails/{conversation.id}",
            "count": len(sources),
        }
    )


def _sources(call: Call) -> list[tuple[str, str]]:
    """Name and source of each email to import."""
    html, many = call.body.text("html"), call.body.tables("htmls")
    if (html is None) == (many is None):
        raise invalid("Give either html or htmls")
    if html is not None:
        return [(call.body.line("name") or "Imported email", call.body.needed_text("html"))]
    many = many or []
    if not 1 <= len(many) <= MOST_SOURCES:
        raise invalid(f"htmls must have 1 to {MOST_SOURCES} entries")
    return [(each.needed_line("name"), each.needed_text("source")) for each in many]


def _html_in(source: str) -> str:
    """The HTML itself, or the HTML part of an .eml file."""
    if not _HEADER_LINE.match(source):
        return source
    message = message_from_string(source, policy=default_policy)
    part = message.get_body(("html",)) if isinstance(message, EmailMessage) else None
    try:
        return source if part is None else str(part.get_content())
    except (LookupError, ValueError):  # an unknown charset, or bytes that are none of it
        return ""


def _title_of(html: str) -> str:
    found = _TITLE.search(html)
    return " ".join(found.group(1).split()) if found else ""


def _row(conversation: Conversation, call: Call) -> Mapping[str, object]:
    state = conversation.status(call.now)
    first = conversation.emails[0] if state == "completed" else None
    return {
        "conversationId": conversation.id,
        "title": conversation.title,
        "subject": first.subject if first else None,
        "previewText": first.preheader if first else None,
        "status": state,
        "screenshotUrl": email_picture(first.html, first.subject) if first else None,
        "createdAt": iso(conversation.created_at),
        "updatedAt": iso(min(conversation.ready_at, call.now)),
    }


def _result(conversation: Conversation) -> dict[str, object]:
    if not conversation.emails:
        raise not_found("Email")
    first = conversation.emails[0]
    result: dict[str, object] = {
        "subject": first.subject,
        "previewText": first.preheader,
        "html": first.html,
        "emails": [
            _slot(conversation, number, each) for number, each in enumerate(conversation.emails)
        ],
        "screenshotUrl": email_picture(first.html, first.subject),
        "screenshotFullUrl": email_picture(first.html, first.subject),
        "stats": {
            "imageCount": first.html.count("<img"),
            "buttonCount": first.html.count('class="button"'),
            "estimatedLength": "short" if len(first.html) < 4_000 else "medium",
            "colors": list(dict.fromkeys(_COLOR.findall(first.html)))[:5],
        },
        "languages": ["en"],
    }
    if conversation.is_series:
        result["seriesPlan"] = {
            "name": conversation.title,
            "count": len(conversation.emails),
            "themeId": conversation.project_id,
        }
    return result


def _slot(conversation: Conversation, number: int, email: StoredEmail) -> dict[str, object]:
    slot: dict[str, object] = {
        "id": email.id,
        "emailId": email.id,
        "conversationId": conversation.id,
        "messageId": None,
        "slotIdx": number,
        "slot": number + 1,
        "subject": email.subject,
        "preheader": email.preheader,
        "html": email.html,
        "status": "ready",
        "screenshotUrl": email_picture(email.html, email.subject),
        "thumbnailUrl": email_picture(email.html, email.subject),
    }
    if email.send_offset_days is not None:
        slot["sendOffsetDays"] = email.send_offset_days
    return slot
