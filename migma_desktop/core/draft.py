"""What the user writes and chooses for one email, and the account it is for.

The part of the models that the window needs before it takes typing; see ``models``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

JsonValue = None | bool | int | float | str | list[object] | dict[str, object]


class RecipientType(StrEnum):
    """Who gets the email; the values are the contract's."""

    PERSON = "email"
    SEGMENT = "segment"
    TAG = "tag"
    AUDIENCE = "audience"

    @property
    def is_batch(self) -> bool:
        """Whether one send reaches many people."""
        return self is not RecipientType.PERSON


class Provider(StrEnum):
    """The service that carries the email; the values are the contract's."""

    MIGMA = "migma"
    SES = "ses"
    RESEND = "resend"
    SENDGRID = "sendgrid"
    MAILGUN = "mailgun"


class MailKind(StrEnum):
    """Whether subscription choices count. AUTOMATIC leaves the field out of the request."""

    AUTOMATIC = "automatic"
    TRANSACTIONAL = "transactional"
    MARKETING = "marketing"

    def is_transactional(self, recipient_type: RecipientType) -> bool:
        """Apply the contract's default: true for one person, false for a batch."""
        if self is MailKind.AUTOMATIC:
            return not recipient_type.is_batch
        return self is MailKind.TRANSACTIONAL


class ContentSource(StrEnum):
    """Where the body comes from."""

    MARKDOWN = "markdown"  # written here, in the Write view
    HTML = "html"  # written here, as HTML
    MJML = "mjml"  # written here, as MJML
    TEXT = "text"  # written here, as plain text
    CONVERSATION = "conversation"  # made in Migma, named by its conversationId
    EMAIL = "email"  # made in Migma, named by its emailId

    @property
    def is_written_here(self) -> bool:
        """Whether the program holds the source itself."""
        return self not in {ContentSource.CONVERSATION, ContentSource.EMAIL}

    @property
    def has_tags(self) -> bool:
        """Whether what is written are tags, HTML's or MJML's."""
        return self in {ContentSource.HTML, ContentSource.MJML}


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: one address, or the id of a segment or tag with what is known of it."""

    type: RecipientType = RecipientType.PERSON
    email: str = ""
    id: str = ""
    name: str = ""  # of the segment or tag, for people
    count: int | None = None  # people in it, None when unknown


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom."""

    address: str = ""
    name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that the user typed or chose for one email.

    Each way of writing has a text of its own; that of ``source`` is the email's.
    """

    id: str = ""
    recipient: Recipient = field(default_factory=Recipient)
    sender: Sender = field(default_factory=Sender)
    subject: str = ""
    preheader: str = ""
    source: ContentSource = ContentSource.MARKDOWN
    markdown: str = ""
    html: str = ""
    mjml: str = ""
    text: str = ""
    conversation_id: str = ""
    email_id: str = ""
    project_id: str = ""
    provider: Provider = Provider.MIGMA
    kind: MailKind = MailKind.AUTOMATIC
    variables: Mapping[str, JsonValue] = field(default_factory=dict)
    people: tuple[Mapping[str, JsonValue], ...] = ()  # sample people: see ``sample_people``
    remote_content_allowed: bool = False
    spelling: tuple[str, ...] = ()  # languages chosen for it, such as en_US; empty: as it looks
    profile_id: str = ""  # the account that it was written for; empty until one is open

    @property
    def written(self) -> str:
        """The text of the email as its author wrote it, "" for one made in Migma."""
        return self.written_as(self.source)

    def written_as(self, source: ContentSource) -> str:
        """Return the text of one of the ways of writing, whether it is the email's or not."""
        return str(getattr(self, source.value)) if source.is_written_here else ""

    def with_written(self, text: str) -> Draft:
        """Return the draft with another text in its present way of writing."""
        changes: dict[str, Any] = {self.source.value: text}
        return replace(self, **changes) if self.source.is_written_here else self


class KeyKind(StrEnum):
    """What a key can do to the world, shown as a colour."""

    LIVE = "live"
    TEST = "test"
    SANDBOX = "sandbox"


PROFILE_COLORS = ("indigo", "teal", "orange", "pink", "lime", "sky", "brown", "slate")
"""What accounts are told apart by. None of them is the red, amber or green of a key's kind."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An account that the window works with. The key itself is in the keyring or in memory."""

    id: str
    name: str
    kind: KeyKind
    key_tail: str = ""  # last four characters, all that is ever shown
    project_id: str = ""
    sender: Sender = field(default_factory=Sender)
    tests_only: bool = False  # real sends are refused
    batch_cap: int | None = None  # most people of a mailing; None: no limit
    color: str = ""  # one of PROFILE_COLORS, to tell accounts apart
    permissions: Mapping[str, bool] = field(default_factory=dict)  # of the key, as far as known
