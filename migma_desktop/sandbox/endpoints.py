"""Every operation of the sandbox, in one table. A fixed path stands before one with a parameter."""

from __future__ import annotations

from migma_desktop.sandbox.desk import Answerer, Endpoint
from migma_desktop.sandbox.routes import (
    account,
    campaigns,
    contacts,
    domains,
    emails,
    previews,
    projects,
    segments,
    sending,
    tags,
    topics,
    validation,
)

_READ, _WRITE = "email:read", "email:write"
_CHECK, _PREVIEW = "email:validate", "email:preview"
_PEOPLE, _CHANGE_PEOPLE = "audience:read", "audience:write"
_DOMAINS, _CHANGE_DOMAINS = "domain:read", "domain:write"
_CAMPAIGNS, _CHANGE_CAMPAIGNS = "campaign:read", "campaign:write"


def _get(path: str, answer: Answerer, scope: str | None) -> Endpoint:
    return Endpoint("GET", path, answer, scope)


def _delete(path: str, answer: Answerer, scope: str, *, idempotent: bool = False) -> Endpoint:
    return Endpoint("DELETE", path, answer, scope, idempotent=idempotent)


def _post(
    path: str, answer: Answerer, scope: str, *, body: bool = True, idempotent: bool = False
) -> Endpoint:
    return Endpoint("POST", path, answer, scope, takes_body=body, idempotent=idempotent)


def _patch(path: str, answer: Answerer, scope: str, *, idempotent: bool = False) -> Endpoint:
    return Endpoint("PATCH", path, answer, scope, takes_body=True, idempotent=idempotent)


ENDPOINTS: tuple[Endpoint, ...] = (
    # Sending
    _post("/v1/sending", sending.send, "email:send", idempotent=True),
    _get("/v1/sending/batches/{batchId}", sending.batch_status, _READ),
    _post("/v1/emails/test/send", sending.send_test, "email:send"),
    # Brands and the account
    _get("/v1/projects", projects.list_projects, _READ),
    _get("/v1/projects/emails", emails.list_emails, _READ),
    _post("/v1/projects/emails/import-html", emails.import_html, _WRITE, idempotent=True),
    _get("/v1/projects/emails/{conversationId}/status", emails.generation_status, _READ),
    _get("/v1/projects/{projectId}", projects.get_project, _READ),
    _get("/v1/projects/{projectId}/field-catalog", projects.field_catalog, None),
    _get("/v1/metrics/sending", account.sending_metrics, None),
    _get("/v1/billing/credits", account.billing_credits, None),
    # Emails
    _post("/v1/emails/validate/all", validation.validate_all, _CHECK),
    _post("/v1/emails/validate/compatibility", validation.validate_compatibility, _CHECK),
    _post("/v1/emails/validate/deliverability", validation.validate_deliverability, _CHECK),
    _post("/v1/emails/validate/links", validation.validate_links, _CHECK),
    _post("/v1/emails/validate/spelling", validation.validate_spelling, _CHECK),
    _get("/v1/emails/devices/supported", previews.supported_devices, _PREVIEW),
    _post("/v1/emails/previews", previews.create_preview, _PREVIEW),
    _get("/v1/emails/previews/{previewId}", previews.get_preview, _PREVIEW),
    _get("/v1/emails/previews/{previewId}/status", previews.preview_status, _PREVIEW),
    _get("/v1/emails/previews/{previewId}/devices/{deviceKey}", previews.preview_device, _PREVIEW),
    _get("/v1/emails/{emailId}", emails.get_email, _READ),
    _get("/v1/emails/{emailId}/logs", emails.email_logs, _READ),
    # Domains
    _get("/v1/domains", domains.list_domains, _DOMAINS),
    _post("/v1/domains", domains.create_domain, _CHANGE_DOMAINS),
    _get("/v1/domains/managed", domains.list_managed, _DOMAINS),
    _post("/v1/domains/managed", domains.create_managed, _CHANGE_DOMAINS),
    _get("/v1/domains/managed/check/{prefix}", domains.check_prefix, _DOMAINS),
    _delete("/v1/domains/managed/{domain}", domains.delete_managed, _CHANGE_DOMAINS),
    _get("/v1/domains/{domain}", domains.get_domain, _DOMAINS),
    _patch("/v1/domains/{domain}", domains.update_domain, _CHANGE_DOMAINS),
    _delete("/v1/domains/{domain}", domains.delete_domain, _CHANGE_DOMAINS),
    _post("/v1/domains/{domain}/verify", domains.verify_domain, _CHANGE_DOMAINS, body=False),
    # Audience
    _get("/v1/contacts", contacts.list_contacts, _PEOPLE),
    _post("/v1/contacts", contacts.create_contact, _CHANGE_PEOPLE, idempotent=True),
    _post("/v1/contacts/status", contacts.change_status, _CHANGE_PEOPLE, idempotent=True),
    _get("/v1/contacts/{id}", contacts.get_contact, _PEOPLE),
    _patch("/v1/contacts/{id}", contacts.update_contact, _CHANGE_PEOPLE, idempotent=True),
    _delete("/v1/contacts/{id}", contacts.delete_contact, _CHANGE_PEOPLE, idempotent=True),
    _get("/v1/tags", tags.list_tags, _PEOPLE),
    _post("/v1/tags", tags.create_tag, _CHANGE_PEOPLE),
    _get("/v1/tags/{id}", tags.get_tag, _PEOPLE),
    _patch("/v1/tags/{id}", tags.update_tag, _CHANGE_PEOPLE),
    _delete("/v1/tags/{id}", tags.delete_tag, _CHANGE_PEOPLE),
    _get("/v1/segments", segments.list_segments, _PEOPLE),
    _post("/v1/segments", segments.create_segment, _CHANGE_PEOPLE),
    _get("/v1/segments/{id}", segments.get_segment, _PEOPLE),
    _patch("/v1/segments/{id}", segments.update_segment, _CHANGE_PEOPLE),
    _delete("/v1/segments/{id}", segments.delete_segment, _CHANGE_PEOPLE),
    _get("/v1/topics", topics.list_topics, _PEOPLE),
    _post("/v1/topics", topics.create_topic, _CHANGE_PEOPLE),
    _get("/v1/topics/{id}", topics.get_topic, _PEOPLE),
    _patch("/v1/topics/{id}", topics.update_topic, _CHANGE_PEOPLE),
    _delete("/v1/topics/{id}", topics.delete_topic, _CHANGE_PEOPLE),
    _post("/v1/topics/{topicId}/subscribe", topics.subscribe, _CHANGE_PEOPLE),
    _post("/v1/topics/{topicId}/unsubscribe", topics.unsubscribe, _CHANGE_PEOPLE),
    # Campaigns
    _get("/v1/campaigns", campaigns.list_campaigns, _CAMPAIGNS),
    _post("/v1/campaigns", campaigns.create_campaign, _CHANGE_CAMPAIGNS, idempotent=True),
    _get("/v1/campaigns/{id}", campaigns.get_campaign, _CAMPAIGNS),
    _get("/v1/campaigns/{id}/stats", campaigns.campaign_stats, _CAMPAIGNS),
    _get("/v1/campaigns/{id}/logs", campaigns.campaign_logs, _CAMPAIGNS),
    _post(
        "/v1/campaigns/{id}/send",
        campaigns.send_campaign,
        _CHANGE_CAMPAIGNS,
        body=False,
        idempotent=True,
    ),
    _post(
        "/v1/campaigns/{id}/schedule",
        campaigns.schedule_campaign,
        _CHANGE_CAMPAIGNS,
        idempotent=True,
    ),
    _post(
        "/v1/campaigns/{id}/cancel",
        campaigns.cancel_campaign,
        _CHANGE_CAMPAIGNS,
        body=False,
        idempotent=True,
    ),
    _post("/v1/campaigns/{id}/archive", campaigns.archive_campaign, _CHANGE_CAMPAIGNS, body=False),
    _post(
        "/v1/campaigns/{id}/unarchive", campaigns.unarchive_campaign, _CHANGE_CAMPAIGNS, body=False
    ),
)
