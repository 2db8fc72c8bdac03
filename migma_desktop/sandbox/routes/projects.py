"""``/v1/projects``: the brands, and what their contacts offer for placeholders."""

from __future__ import annotations

from collections.abc import Sequence

from migma_desktop.sandbox.audience import members, tag_or_segment_exists
from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.delivery import contact_values
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.paging import by_offset
from migma_desktop.sandbox.replies import Reply, not_found
from migma_desktop.sandbox.things import Contact

LABELS = {
    "email": "Email address",
    "firstName": "First name",
    "lastName": "Last name",
    "phone": "Phone",
    "country": "Country",
    "language": "Language",
}
SAMPLES = 3


def list_projects(call: Call) -> Reply:
    status = call.query.text("status")
    found = [each for each in call.account.projects.values() if status in (None, each.status)]
    if call.query.text("organizationId") not in (None, call.account.workspace_id):
        found = []
    part, pagination = by_offset(call.query, found)
    return Reply({"projects": [each.wire() for each in part], "pagination": pagination})


def get_project(call: Call) -> Reply:
    return Reply(call.account.project(call.path["projectId"]).wire())


def field_catalog(call: Call) -> Reply:
    """Which placeholders contacts can fill, and for how many of them."""
    project = call.account.project(call.path["projectId"])
    people = _people(call, project.id)
    keys = list(LABELS) + sorted({key for each in people for key in each.custom_fields})
    entries = [_entry(key, people) for key in keys]
    return Reply({"entries": entries, "totalSubscribers": len(people), "computedAt": iso(call.now)})


def _people(call: Call, project_id: str) -> Sequence[Contact]:
    segment_id, tag = call.query.text("segmentId"), call.query.text("tag")
    if segment_id is not None:
        tag_or_segment_exists(call.account, "segment", segment_id, project_id)
        return members(call.account, "segment", segment_id)
    people = call.account.contacts_of(project_id)
    if tag is None:
        return people
    if all(each.name != tag for each in call.account.tags.values()):
        raise not_found("Tag")
    return [each for each in people if tag in each.tags]


def _entry(key: str, people: Sequence[Contact]) -> dict[str, object]:
    values = [value for each in people if (value := contact_values(each).get(key)) is not None]
    samples = list(dict.fromkeys(str(value) for value in values))[:SAMPLES]
    return {
        "key": key,
        "label": LABELS.get(key, key),
        "type": _kind(values),
        "fillRate": round(len(values) / len(people), 3) if people else 0,
        "sample": samples,
        "auto": key in LABELS,
    }


def _kind(values: Sequence[object]) -> str:
    if values and all(isinstance(value, bool) for value in values):
        return "boolean"
    if values and all(isinstance(value, int | float) for value in values):
        return "number"
    return "string" if values else "unknown"
