"""JSON to values and back, field by field as the contract names them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from migma_desktop.api.lenient import Fields, Unreadable
from migma_desktop.core.account import (
    CatalogField,
    Contact,
    Credits,
    FieldCatalog,
    ImportedEmail,
    LogRow,
    SendingMetrics,
)
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    BatchStatus,
    DnsRecord,
    Domain,
    DomainState,
    Group,
    MigmaEmail,
    Project,
    SendReceipt,
    SendRequest,
    StoredContent,
    Throttle,
)
from migma_desktop.core.rules import check_request, wire_address

_KEEP_AS_IT_IS = "Keep this HTML exactly as it is. Do not change, restyle or rewrite anything."
_TEXTS_OF_A_CONTACT = (
    "id",
    "email",
    "firstName",
    "lastName",
    "status",
    "phone",
    "country",
    "language",
)
_GOOD_DOMAIN = {"verified", "active", "success"}  # contract, Domain: x-sendable-check
_BAD_DOMAIN = {"failed", "failure", "error", "rejected", "suspended", "temporary_failure"}


def encode_send(request: SendRequest) -> bytes:
    """Return the body of POST /v1/sending: equal requests give equal bytes.

    Fields that aren't set are left out, so that the contract's defaults hold, with one exception:
    ``providerType`` always stands there. The window told the user which service carries the
    email, and a default may change on the server.

    Raises:
        DraftRefused, BugError: the request breaks a rule, see ``core.rules.check_request``.
    """
    check_request(request)
    body: dict[str, object] = {
        "recipientType": request.recipient_type.value,
        "recipientEmail": _address(request.recipient_email, field="recipientEmail"),
        "recipientId": request.recipient_id,
        "from": _address(request.from_address, field="fromAddress"),
        "fromName": request.from_name,
        "subject": request.subject,
        "replyTo": _address(request.reply_to, field="replyTo"),
        "template": request.template,
        "conversationId": request.conversation_id,
        "emailId": request.email_id,
        "projectId": request.project_id,
        "variables": dict(request.variables),
        "providerType": request.provider.value,
        "transactional": request.transactional,
    }
    filled = {name: value for name, value in body.items() if value not in ("", None, {})}
    return _dump(filled)


def encode_import(project_id: str, html: str, name: str) -> bytes:
    """Return the body of POST /v1/projects/emails/import-html: equal emails give equal bytes.

    Migma may dress HTML up in the brand's looks; ``instruction`` says that it must not (contract,
    section 4).
    """
    body = {
        "projectId": project_id,
        "html": html,
        "name": name,
        "instruction": _KEEP_AS_IT_IS,
        "visibility": "private",
    }
    return _dump(body)


def decode_imported(data: Fields) -> ImportedEmail:
    """Read how far an import is. Raises Unreadable when it made more than the one email."""
    result = data.part("result")
    emails = result.rows("emails")
    if len(emails) > 1:
        raise Unreadable(f"the import made {len(emails)} emails of one")
    email = emails[0] if emails else Fields(None)
    content, whole = decode_content(email), decode_content(result)
    return ImportedEmail(
        status=data.word("status").lower(),
        email_id=email.text("emailId", "id"),
        html=content.html or whole.html,
        subject=content.subject or whole.subject,
        error=data.text("error"),
    )


def decode_receipt(data: Fields, *, request_id: str, replayed: bool) -> SendReceipt:
    """Read what Migma says of an accepted send. An absent id is no reason to doubt it.

    Raises Unreadable when the status isn't a text: then nothing there can be relied on.
    """
    batch_id = data.text("batchId")
    send_id = data.text("sendId")
    return SendReceipt(
        id=batch_id or data.text("id", "_id") or send_id,
        provider=data.text("provider"),
        status=data.word("status").lower(),
        sent_count=data.number("sentCount"),
        message=data.text("message"),
        send_id=send_id,
        batch_id=batch_id,
        request_id=request_id,
        replayed=replayed,
    )


def decode_batch(data: Fields, *, batch_id: str) -> BatchStatus:
    """Read how far a batch is. The older ``pending`` is today's ``queued`` (contract, 13)."""
    status = data.word("status").lower()
    throttle = data.part("throttle")
    return BatchStatus(
        id=data.text("batchId", "id", "_id") or batch_id,
        status="queued" if status == "pending" else status,
        total=data.number("totalCount") or 0,
        queued=data.number("queuedCount") or 0,
        sent=data.number("sentCount") or 0,
        failed=data.number("failedCount") or 0,
        error=data.text("error"),
        throttle=Throttle(
            reason=throttle.text("reason"),
            expires_at=throttle.text("expiresAt"),
            remaining_count=throttle.number("remainingCount"),
            resume_message=throttle.text("resumeMessage"),
        )
        if throttle
        else None,
    )


def decode_project(row: Fields) -> Project:
    """Read one brand."""
    identifier = row.text("_id", "id")
    return Project(
        id=identifier,
        name=row.text("name") or identifier,
        status=row.text("status").lower() or "active",
    )


def decode_domain(row: Fields, *, managed: bool = False) -> Domain:
    """Read one sending domain in the documented or in the SDK's shape."""
    return Domain(
        name=row.text("domain", "name", "fullDomain").lower(),
        state=_domain_state(row, managed=managed),
        records=tuple(
            DnsRecord(
                type=record.text("type").upper(),
                name=record.text("name"),
                value=record.text("value"),
                priority=record.number("priority"),
                status=record.text("status").lower(),
            )
            for record in row.rows("dnsRecords")
        ),
        connect_url=row.text("connectUrl"),
    )


def decode_group(row: Fields) -> Group:
    """Read one segment (``count``) or tag (``subscriberCount``)."""
    identifier = row.text("id", "_id")
    return Group(
        id=identifier,
        name=row.text("name") or identifier,
        count=row.number("count", "subscriberCount"),
        description=row.text("description"),
    )


def decode_email(row: Fields) -> MigmaEmail:
    """Read one row of the list of emails made in Migma."""
    return MigmaEmail(
        conversation_id=row.text("conversationId", "id", "_id"),
        title=row.text("title", "subject"),
        subject=row.text("subject"),
        preheader=row.text("previewText", "preheader"),
        status=row.text("status").lower(),
        screenshot_url=row.text("screenshotUrl"),
        updated_at=row.text("updatedAt", "createdAt"),
    )


def decode_series_email(row: Fields, number: int) -> SeriesEmail:
    """Read one email of a series; ``number`` is its place where the answer names none."""
    return SeriesEmail(
        email_id=row.text("emailId", "id"),
        number=row.number("slot") or number,
        subject=row.text("subject"),
        status=row.text("status").lower(),
        send_offset_days=row.number("sendOffsetDays"),
        thumbnail_url=row.text("thumbnailUrl", "screenshotUrl"),
    )


def decode_topic(row: Fields) -> Topic:
    """Read one topic."""
    return Topic(
        id=row.text("_id", "id"),
        name=row.text("name"),
        description=row.text("description"),
        is_opt_in=row.text("defaultSubscription").lower() == "opt_in",
        is_public=row.text("visibility").lower() != "private",
    )


def decode_content(data: Fields) -> StoredContent:
    """Read the HTML of one email; ``source`` is the name it had in an older contract."""
    return StoredContent(
        html=data.word("html") or data.word("source"),
        subject=data.text("subject"),
        preheader=data.text("preheader", "previewText"),
    )


def decode_contact(row: Fields) -> Contact:
    """Read one person of the audience."""
    identifier, email, first, last, status, phone, country, language = row.several(
        _TEXTS_OF_A_CONTACT
    )
    custom = row.raw("customFields")
    return Contact(
        identifier or row.text("_id"),
        email,
        first,
        last,
        status.lower(),
        row.texts("tags"),
        custom if isinstance(custom, dict) else {},
        phone,
        country,
        language,
    )


def decode_log_row(row: Fields) -> LogRow:
    """Read one row of an email's log; its names are in snake_case, unlike all others."""
    return LogRow(
        recipient=row.text("to_email", "toEmail"),
        status=row.text("status").lower(),
        subject=row.text("subject"),
        created_at=row.text("created_at", "createdAt"),
        opened_at=row.text("opened_at", "openedAt"),
        clicked_at=row.text("clicked_at", "clickedAt"),
        bounce_type=row.text("bounce_type", "bounceType"),
        sender=row.text("from_email", "fromEmail"),
    )


def decode_catalog_field(row: Fields) -> CatalogField:
    """Read one field that contacts have."""
    return CatalogField(
        key=row.text("key"),
        label=row.text("label") or row.text("key"),
        type=row.text("type").lower(),
        fill_rate=row.fraction("fillRate"),
        samples=row.texts("sample"),
    )


def decode_field_catalog(data: Fields) -> FieldCatalog:
    """Read the fields of a project's contacts; one without a key can't be used."""
    fields = map(decode_catalog_field, data.rows("entries"))
    return FieldCatalog(tuple(each for each in fields if each.key), data.number("totalSubscribers"))


def decode_metrics(data: Fields) -> SendingMetrics:
    """Read how much was sent and may be sent."""
    today, month = data.part("today"), data.part("monthly")
    return SendingMetrics(
        sent_today=today.number("sent"),
        daily_limit=today.number("dailyLimit"),
        remaining_today=today.number("remainingToday"),
        sent_this_month=month.number("sent"),
        monthly_limit=data.number("monthlyLimit"),
        remaining_this_month=data.number("remainingMonth"),
    )


def decode_credits(data: Fields) -> Credits:
    """Read the plan, and what is left for making emails in Migma."""
    return Credits(
        plan=data.text("currentPlan"),
        is_expired=data.flag("isExpired") is True,
        emails_today=data.number("emailCreditsRemainingToday"),
        images_today=data.number("imageCreditsRemainingToday"),
        this_month=data.number("monthlyCreditsRemaining"),
    )


def _dump(body: Mapping[str, object]) -> bytes:
    return json.dumps(
        body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode()


def _address(text: str, *, field: str) -> str:
    return wire_address(text, field=field) if text else ""


def _domain_state(row: Fields, *, managed: bool) -> DomainState:
    status = row.text("status").lower()
    if status in _BAD_DOMAIN:
        return DomainState.FAILED
    if managed or row.flag("isManagedDomain"):
        return DomainState.MANAGED
    if row.flag("isVerified") or row.text("verifiedAt") or status in _GOOD_DOMAIN:
        return DomainState.VERIFIED
    return DomainState.WAITING
