"""The templates that come with the program, each with sample values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from migma_desktop.core.models import ContentSource, Draft, JsonValue, MailKind, Recipient
from migma_desktop.core.texts import Text, say
from migma_desktop.paths import resource


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template in the gallery: what it is for, and what it puts into a draft."""

    id: str
    title: Text
    description: Text
    subject: str
    preheader: str
    markdown: str
    kind: MailKind
    values: Mapping[str, JsonValue]  # samples, one for every placeholder

    def draft(self) -> Draft:
        """Return a new draft made of this template, filled with its sample values."""
        return Draft(
            subject=self.subject,
            preheader=self.preheader,
            source=ContentSource.MARKDOWN,
            markdown=self.markdown,
            kind=self.kind,
            variables=dict(self.values),
        )


# The titles stand here, where translation tools find them; the rest is data. The first one is
# what the program opens with, and the first six stand in the menu.
_GALLERY = (
    ("welcome", say("Welcome"), say("Greets somebody new, with a small thank-you.")),
    ("receipt", say("Receipt"), say("What was bought, what it cost and where it goes.")),
    ("event-reminder", say("Event reminder"), say("When, where and what to bring.")),
    ("newsletter", say("Newsletter"), say("A monthly letter: news, a quote and two dates.")),
    ("password-reset", say("Password reset"), say("One button back into an account.")),
    ("note", say("Personal note"), say("A few lines from one person to another.")),
    ("invitation", say("Invitation"), say("Asks somebody to come, and for an answer.")),
    ("announcement", say("Announcement"), say("Something changes: what, when and why.")),
    ("sale", say("Sale"), say("An offer with a code, and three things to look at.")),
    ("thank-you", say("Thank you"), say("Thanks for a gift and tells what became of it.")),
    ("survey", say("Survey"), say("Asks how it was. Says how long the answer takes.")),
    ("on-its-way", say("Parcel on its way"), say("When it arrives, and how to follow it.")),
    ("appointment", say("Appointment"), say("Day, time and place, and how to change them.")),
    ("domain-test", say("Domain test"), say("Tries out a new domain, and says what to check.")),
)


def read_resource(name: str) -> str:
    """Return the text of a data file that ships with the program."""
    return resource(name).read_text(encoding="utf-8")


def load_templates(read: Callable[[str], str] = read_resource) -> tuple[TemplateInfo, ...]:
    """Return the gallery in its order; ``read`` gives the text of a file below resources/."""
    return tuple(_template(id_, title, description, read) for id_, title, description in _GALLERY)


def load_template(id_: str) -> TemplateInfo:
    """Return one template.

    Raises:
        KeyError: there is none of this id.
    """
    for known, title, description in _GALLERY:
        if known == id_:
            return _template(known, title, description, read_resource)
    raise KeyError(id_)


def titles() -> tuple[tuple[str, Text, Text], ...]:
    """Return each template's id, title and description, in order; no file is read for that."""
    return _GALLERY


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template that the user made of an email."""

    id: str
    name: str
    draft: Draft


def template_of(draft: Draft) -> Draft:
    """Return what of an email is worth keeping as a template: all but whom this one was for.

    Sample people may be real ones, and templates are passed on.
    """
    return replace(
        draft, id="", recipient=Recipient(), people=(), remote_content_allowed=False, profile_id=""
    )


def begun_with(template: Draft, present: Draft) -> Draft:
    """Return a new email made of a template, for whom and from whom the present one is."""
    return replace(
        template,
        id="",
        recipient=present.recipient,
        sender=present.sender,
        project_id=present.project_id,
        profile_id=present.profile_id,
    )


def _template(id_: str, title: Text, description: Text, read: Callable[[str], str]) -> TemplateInfo:
    data = json.loads(read(f"templates/{id_}.json"))
    return TemplateInfo(
        id=id_,
        title=title,
        description=description,
        subject=data["subject"],
        preheader=data["preheader"],
        markdown=read(f"templates/{id_}.md"),
        kind=MailKind(data["kind"]),
        values=data["values"],
    )
