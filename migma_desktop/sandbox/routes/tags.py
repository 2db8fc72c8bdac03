"""``/v1/tags``."""

from __future__ import annotations

import re

from migma_desktop.sandbox.clock import iso
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.paging import counted
from migma_desktop.sandbox.replies import Reply, invalid, not_found
from migma_desktop.sandbox.things import Tag

LONGEST_NAME = 100
LONGEST_DESCRIPTION = 500
COLORS = ("#5b6cff", "#2f9e6e", "#d9822b", "#c2478f", "#3a8fb7")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def list_tags(call: Call) -> Reply:
    project = call.account.project(call.query.needed_text("projectId"))
    by = call.query.choice("sortBy", ("createdAt", "name")) or "createdAt"
    order = call.query.choice("sortOrder", ("asc", "desc")) or "desc"
    search = (call.query.text("search") or "").casefold()
    found = [
        each
        for each in call.account.tags.values()
        if each.project_id == project.id and search in each.name.casefold()
    ]
    found.sort(
        key=lambda tag: tag.name.casefold() if by == "name" else tag.created_at.isoformat(),
        reverse=order == "desc",
    )
    return counted(call, found, lambda tag: _wire(call, tag))


def get_tag(call: Call) -> Reply:
    return Reply(_wire(call, _tag(call, call.query.needed_text("projectId"))))


def create_tag(call: Call) -> Reply:
    project = call.account.project(call.body.needed_text("projectId"))
    name = call.body.needed_line("name", longest=LONGEST_NAME)
    _refuse_same_name(call, project.id, name)
    color = _color(call) or COLORS[len(call.account.tags) % len(COLORS)]
    description = call.body.text("description", longest=LONGEST_DESCRIPTION) or ""
    tag = Tag(call.account.new_id("tag"), project.id, name, call.now, description, color)
    call.account.tags[tag.id] = tag
    return Reply(_wire(call, tag), status=201)


def update_tag(call: Call) -> Reply:
    tag = _tag(call, call.body.needed_text("projectId"))
    name = call.body.line("name", longest=LONGEST_NAME)
    description = call.body.text("description", longest=LONGEST_DESCRIPTION)
    color = _color(call)
    if name is not None and name != tag.name:
        name = call.body.needed_line("name")
        _refuse_same_name(call, tag.project_id, name)
        for contact in call.account.contacts_of(tag.project_id):
            contact.tags = [name if each == tag.name else each for each in contact.tags]
        tag.name = name
    tag.description = tag.description if description is None else description
    tag.color = color or tag.color
    tag.updated_at = call.now
    return Reply(_wire(call, tag))


def delete_tag(call: Call) -> Reply:
    tag = _tag(call, call.query.needed_text("projectId"))
    for contact in call.account.contacts_of(tag.project_id):
        contact.tags = [each for each in contact.tags if each != tag.name]
    del call.account.tags[tag.id]
    return Reply({"id": tag.id, "deleted": True})


def _tag(call: Call, project_id: str) -> Tag:
    project = call.account.project(project_id)
    found = call.account.tags.get(call.path["id"])
    if found is None or found.project_id != project.id:
        raise not_found("Tag")
    return found


def _refuse_same_name(call: Call, project_id: str, name: str) -> None:
    for each in call.account.tags.values():
        if each.project_id == project_id and each.name.casefold() == name.casefold():
            raise invalid(f"There already is a tag named {each.name}")


def _color(call: Call) -> str | None:
    color = call.body.text("color")
    if color is not None and not _COLOR.fullmatch(color):
        raise invalid("color must be a hex colour such as #5b6cff")
    return color


def _wire(call: Call, tag: Tag) -> dict[str, object]:
    people = call.account.contacts_of(tag.project_id)
    return {
        "id": tag.id,
        "name": tag.name,
        "color": tag.color,
        "description": tag.description,
        "subscriberCount": sum(tag.name in each.tags for each in people),
        "createdAt": iso(tag.created_at),
        "updatedAt": iso(tag.updated_at or tag.created_at),
    }
