"""``/v1/campaigns``: stored emails for whole lists, now or at a set time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from migma_desktop.sandbox.addresses import one_address
from migma_desktop.sandbox.audience import members, require_list
from migma_desktop.sandbox.campaigns import STATUSES, Campaign
from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.orders import check_sender, finished_email, read_provider, ready_email
from migma_desktop.sandbox.paging import by_cursor, by_page
from migma_desktop.sandbox.post_office import start_campaign
from migma_desktop.sandbox.replies import Reply, conflict, invalid, not_found
from migma_desktop.sandbox.things import StoredEmail

LOG_STATES = ("delivered", "opened", "clicked", "bounced", "complained")


def list_campaigns(call: Call) -> Reply:
    project = call.account.project(call.query.needed_text("projectId"))
    status = call.query.choice("status", STATUSES)
    archived = call.query.flag("archived", default=False)
    found = [
        each
        for each in call.account.campaigns.values()
        if each.project_id == project.id
        and status in (None, each.status)
        and archived == (each.archived_at is not None)
    ]
    found.sort(key=lambda campaign: campaign.created_at, reverse=True)
    part, _ = by_page(call.query, found)
    return Reply({"campaigns": [each.wire() for each in part], "total": len(found)})


def get_campaign(call: Call) -> Reply:
    return Reply(_campaign(call).wire())


def create_campaign(call: Call) -> Reply:
    body = call.body
    name = body.needed_line("name")
    sender = one_address("from", body.needed_line("from"))
    sender_name = body.needed_line("fromName")
    reply_to = body.line("replyTo")
    reply_to = None if reply_to is None else one_address("replyTo", reply_to)
    kind = body.choice("recipientType", ("audience", "tag"))
    if kind is None:
        raise invalid("recipientType is required")
    list_id = body.needed_text("recipientId")
    conversation_id = body.needed_text("conversationId")
    project = call.account.project(body.needed_text("projectId"))
    provider = read_provider(body, call.account)
    subject, preheader = body.line("subject"), body.text("preheaderText")
    variables, topic_id = body.table("variables") or {}, body.text("topicId")
    email = _email(call, conversation_id, project.id)
    require_list(call.account, kind, list_id, project.id)
    if topic_id is not None and topic_id not in call.account.topics:
        raise not_found("Topic")
    check_sender(sender, call.account)
    campaign = Campaign(
        id=call.account.new_id("campaign"),
        project_id=project.id,
        name=name,
        conversation_id=conversation_id,
        email_id=email.id,
        subject=subject or email.subject,
        sender=sender,
        sender_name=sender_name,
        recipient_type=kind,
        recipient_id=list_id,
        created_at=call.now,
        preheader=preheader,
        reply_to=reply_to,
        topic_id=topic_id,
        provider=provider,
        variables=variables,
        estimated=len(members(call.account, kind, list_id)),
    )
    call.account.campaigns[campaign.id] = campaign
    return Reply(campaign.wire(), status=201)


def send_campaign(call: Call) -> Reply:
    campaign = _campaign(call)
    _needs_status(campaign, "draft", "scheduled")
    start_campaign(campaign, call.account, call.now)
    return Reply(campaign.wire())


def schedule_campaign(call: Call) -> Reply:
    campaign = _campaign(call)
    at = _moment(call.body.needed_text("scheduledAt"))
    zone = _zone(call.body.text("scheduledTimezone") or "UTC")
    if at <= call.now:
        raise invalid("scheduledAt must lie in the future")
    _needs_status(campaign, "draft", "scheduled")
    campaign.status, campaign.scheduled_at, campaign.scheduled_zone = "scheduled", at, zone
    campaign.updated_at = call.now
    return Reply(campaign.wire())


def cancel_campaign(call: Call) -> Reply:
    campaign = _campaign(call)
    _needs_status(campaign, "scheduled")
    campaign.status, campaign.updated_at = "cancelled", call.now
    return Reply(campaign.wire())


def archive_campaign(call: Call) -> Reply:
    campaign = _campaign(call)
    campaign.archived_at = campaign.updated_at = call.now
    return Reply(campaign.wire())


def unarchive_campaign(call: Call) -> Reply:
    campaign = _campaign(call)
    campaign.archived_at, campaign.updated_at = None, call.now
    return Reply(campaign.wire())


def campaign_stats(call: Call) -> Reply:
    """Counts of what was delivered. The sandbox's people never open or click."""
    campaign = _campaign(call)
    batch = call.account.batches.get(campaign.batch_id or "")
    sent, failed = (batch.sent, batch.failed) if batch else (0, 0)
    zeros = dict.fromkeys(
        ("uniqueOpens", "totalOpens", "uniqueClicks", "totalClicks", "unsubscribes"), 0
    )
    rates = dict.fromkeys(("openRate", "clickRate", "botOpens", "botClicks", "mppOpens"), 0)
    return Reply(
        {
            "totalSent": sent + failed,
            "totalDelivered": sent,
            "bounces": failed,
            **zeros,
            **rates,
            "lastUpdated": iso(call.now),
            "reporting": {"status": "live", "source": "tracking-worker"},
        }
    )


def campaign_logs(call: Call) -> Reply:
    """What became of the campaign for each of its recipients, newest first."""
    campaign = _campaign(call)
    state = call.query.choice("status", LOG_STATES)
    rows = [
        row
        for row in call.account.log.of_batch(campaign.batch_id or "")
        if state in (None, row.entry.status)
    ]
    part, cursor = by_cursor(call.query, rows, lambda row: str(row.number))
    more = {"conversation_id": campaign.conversation_id, "campaign_id": campaign.id}
    return Reply(
        {
            "emails": [row.wire() | more for row in part],
            "nextCursor": cursor,
            "hasMore": cursor is not None,
        }
    )


def _campaign(call: Call) -> Campaign:
    found = call.account.campaigns.get(call.path["id"])
    if found is None:
        raise not_found("Campaign")
    return found


def _email(call: Call, conversation_id: str, project_id: str) -> StoredEmail:
    email_id = call.body.text("emailId")
    conversation = call.account.conversation(conversation_id)
    if conversation.project_id != project_id:
        raise invalid("The conversation does not belong to this projectId")
    if email_id is None:
        return ready_email(conversation, call)
    owner, email = finished_email(email_id, call)
    if owner is not conversation:
        raise invalid("The emailId does not belong to this conversationId")
    return email


def _needs_status(campaign: Campaign, *wanted: str) -> None:
    if campaign.status not in wanted:
        raise conflict(f"The campaign is {campaign.status}; this needs: {' or '.join(wanted)}")


def _zone(name: str) -> str:
    if name == "UTC":  # known even where the system has no table of zones
        return name
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise invalid("scheduledTimezone must be an IANA zone, such as Europe/Vienna") from None
    return name


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise invalid("scheduledAt must be a moment in ISO 8601") from None
