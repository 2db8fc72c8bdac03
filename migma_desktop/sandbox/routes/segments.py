"""``/v1/segments``."""

from __future__ import annotations

from migma_desktop.sandbox.audience import members
from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.reading import Fields
from migma_desktop.sandbox.replies import Reply, invalid, not_found
from migma_desktop.sandbox.segment_filters import read_filters
from migma_desktop.sandbox.things import Segment

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 500


def list_segments(call: Call) -> Reply:
    """All of a brand's segments at once: this list has no pages."""
    project = call.account.project(call.query.needed_text("projectId"))
    found = [each for each in call.account.segments.values() if each.project_id == project.id]
    return Reply([_wire(call, each) for each in found], count=len(found))


def get_segment(call: Call) -> Reply:
    return Reply(_wire(call, _segment(call, call.query.needed_text("projectId"))))


def create_segment(call: Call) -> Reply:
    project = call.account.project(call.body.needed_text("projectId"))
    name = call.body.needed_line("name", longest=LONGEST_NAME)
    description = call.body.text("description", longest=LONGEST_DESCRIPTION) or ""
    filters = _filters(call) or {}
    _refuse_same_name(call, project.id, name)
    segment = Segment(
        call.account.new_id("segment"), project.id, name, call.now, description, filters
    )
    call.account.segments[segment.id] = segment
    return Reply(_wire(call, segment), status=201)


def update_segment(call: Call) -> Reply:
    segment = _segment(call, call.body.needed_text("projectId"))
    name = call.body.line("name", longest=LONGEST_NAME)
    description = call.body.text("description", longest=LONGEST_DESCRIPTION)
    filters = _filters(call)
    if name is not None and name != segment.name:
        name = call.body.needed_line("name")
        _refuse_same_name(call, segment.project_id, name)
        segment.name = name
    segment.description = segment.description if description is None else description
    segment.filters = segment.filters if filters is None else filters
    segment.updated_at = call.now
    return Reply(_wire(call, segment))


def delete_segment(call: Call) -> Reply:
    segment = _segment(call, call.query.needed_text("projectId"))
    del call.account.segments[segment.id]
    return Reply({"id": segment.id, "deleted": True})


def _segment(call: Call, project_id: str) -> Segment:
    project = call.account.project(project_id)
    found = call.account.segments.get(call.path["id"])
    if found is None or found.project_id != project.id:
        raise not_found("Segment")
    return found


def _filters(call: Call) -> dict[str, object] | None:
    filters = call.body.table("filters")
    return None if filters is None else read_filters(Fields(filters, where="filters."))


def _refuse_same_name(call: Call, project_id: str, name: str) -> None:
    for each in call.account.segments.values():
        if each.project_id == project_id and each.name.casefold() == name.casefold():
            raise invalid(f"There already is a segment named {each.name}")


def _wire(call: Call, segment: Segment) -> dict[str, object]:
    return {
        "id": segment.id,
        "name": segment.name,
        "description": segment.description,
        "filters": segment.filters,
        "count": len(members(call.account, "segment", segment.id)),
        "createdAt": iso(segment.created_at),
        "updatedAt": iso(segment.updated_at or segment.created_at),
    }
