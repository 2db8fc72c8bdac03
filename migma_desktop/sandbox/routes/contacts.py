"""``/v1/contacts``."""

from __future__ import annotations

from migma_desktop.sandbox.addresses import one_address
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.paging import counted
from migma_desktop.sandbox.reading import Fields
from migma_desktop.sandbox.replies import Reply, conflict, invalid, not_found
from migma_desktop.sandbox.things import (
    CONTACT_STATUSES,
    SUBSCRIBED,
    UNSUBSCRIBED,
    Contact,
)

LONGEST_PHONE = 30


def list_contacts(call: Call) -> Reply:
    project = call.account.project(call.query.needed_text("projectId"))
    status = call.query.choice("status", CONTACT_STATUSES)
    tags = [tag.strip() for tag in (call.query.text("tags") or "").split(",") if tag.strip()]
    search = (call.query.text("search") or "").casefold()
    found = [
        each
        for each in call.account.contacts_of(project.id)
        if status in (None, each.status)
        and (not tags or any(tag in each.tags for tag in tags))
        and (search in each.email.casefold() or search in each.full_name.casefold())
    ]
    return counted(call, found, Contact.wire)


def get_contact(call: Call) -> Reply:
    return Reply(_contact(call, call.query.needed_text("projectId")).wire())


def create_contact(call: Call) -> Reply:
    email = one_address("email", call.body.needed_line("email"))
    project = call.account.project(call.body.needed_text("projectId"))
    contact = Contact(call.account.new_id("contact"), project.id, email, call.now)
    _change(call, contact, call.body)
    if _by_email(call, project.id, email) is not None:
        raise conflict("There already is a contact with this email address")
    call.account.contacts[contact.id] = contact
    return Reply(contact.wire(), status=201)


def update_contact(call: Call) -> Reply:
    contact = _contact(call, call.body.needed_text("projectId"))
    _change(call, contact, call.body)
    contact.updated_at = call.now
    return Reply(contact.wire())


def delete_contact(call: Call) -> Reply:
    contact = _contact(call, call.query.needed_text("projectId"))
    del call.account.contacts[contact.id]
    return Reply({"id": contact.id, "deleted": True})


def change_status(call: Call) -> Reply:
    """Subscribe or unsubscribe somebody by the address."""
    email = one_address("email", call.body.needed_line("email"))
    status = call.body.choice("status", CONTACT_STATUSES)
    if status is None:
        raise invalid("status is required")
    call.body.flag("allLists")
    call.body.texts("tags")
    project = call.account.project(call.body.needed_text("projectId"))
    contact = _by_email(call, project.id, email)
    if contact is None:
        raise not_found("Contact")
    _set_status(call, contact, status)
    contact.updated_at = call.now
    return Reply({"success": True})


def _contact(call: Call, project_id: str) -> Contact:
    project = call.account.project(project_id)
    found = call.account.contacts.get(call.path["id"])
    if found is None or found.project_id != project.id:
        raise not_found("Contact")
    return found


def _by_email(call: Call, project_id: str, email: str) -> Contact | None:
    wanted = email.casefold()
    people = call.account.contacts_of(project_id)
    return next((each for each in people if each.email.casefold() == wanted), None)


def _change(call: Call, contact: Contact, body: Fields) -> None:
    """Read every field first, so that a refusal changes nothing."""
    first, last = body.line("firstName"), body.line("lastName")
    phone = _phone(body)
    country, language = body.line("country"), body.line("language")
    tags, custom = body.texts("tags"), body.table("customFields")
    status = body.choice("status", CONTACT_STATUSES)
    contact.first_name = contact.first_name if first is None else first
    contact.last_name = contact.last_name if last is None else last
    contact.phone = contact.phone if phone is None else phone
    contact.country = contact.country if country is None else country
    contact.language = contact.language if language is None else language
    contact.tags = contact.tags if tags is None else list(dict.fromkeys(tags))
    contact.custom_fields = {**contact.custom_fields, **(custom or {})}
    if status is not None:
        _set_status(call, contact, status)


def _phone(body: Fields) -> str | None:
    """A phone number; null takes it away."""
    if "phone" in body and body.all()["phone"] is None:
        return ""
    return body.line("phone", longest=LONGEST_PHONE)


def _set_status(call: Call, contact: Contact, status: str) -> None:
    if status == UNSUBSCRIBED and contact.status != UNSUBSCRIBED:
        contact.unsubscribed_at = call.now
    if status == SUBSCRIBED:
        contact.unsubscribed_at = None
    contact.status = status
