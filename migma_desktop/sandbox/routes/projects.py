"""``/v1/projects``: the brands, and what their contacts offer for placeholders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from migma_desktop.sandbox.audience import members, require_list
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
_CAPITAL = re.compile(r"([A-Z])")


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
    known = [_flat(contact_values(each)) for each in people]
    custom = {key for each in people for key in _flat(each.custom_fields)}
    entries = [_entry(key, known) for key in [*LABELS, *sorted(custom)]]
    return Reply({"entries": entries, "totalSubscribers": len(people), "computedAt": iso(call.now)})


def _people(call: Call, project_id: str) -> Sequence[Contact]:
    segment_id, tag = call.query.text("segmentId"), call.query.text("tag")
    if segment_id is not None:
        require_list(call.account, "segment", segment_id, project_id)
        return members(call.account, "segment", segment_id)
    people = call.account.contacts_of(project_id)
    if tag is None:
        return people
    if all(each.name != tag for each in call.account.tags.values()):
        raise not_found("Tag")
    return [each for each in people if tag in each.tags]


def _flat(values: Mapping[str, object], before: str = "") -> dict[str, object]:
    """Name what stands inside objects by its path: ``lastOrder.number``."""
    flat: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{before}{key}."))
        else:
            flat[f"{before}{key}"] = value
    return flat


def _entry(key: str, known: Sequence[Mapping[str, object]]) -> dict[str, object]:
    values = [each[key] for each in known if key in each]
    samples = list(dict.fromkeys(str(value) for value in values))[:SAMPLES]
    return {
        "key": key,
        "label": LABELS.get(key) or _label(key),
        "type": _kind(values),
        "fillRate": round(len(values) / len(known), 3) if known else 0,
        "sample": samples,
        "auto": key in LABELS,
    }


def _label(key: str) -> str:
    """Write ``lastOrder.number`` as people do: Last order number."""
    words = _CAPITAL.sub(r" \1", key.replace(".", " ")).lower()
    return words[:1].upper() + words[1:]


def _kind(values: Sequence[object]) -> str:
    if values and all(isinstance(value, bool) for value in values):
        return "boolean"
    if values and all(isinstance(value, int | float) for value in values):
        return "number"
    return "string" if values else "unknown"
