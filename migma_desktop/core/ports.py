"""What the core and the window need from the outside; api, storage and sandbox provide it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from migma_desktop.core.account import (
    Contact,
    Credits,
    FieldCatalog,
    ImportedEmail,
    LogRow,
    RateLimit,
    SendingMetrics,
)
from migma_desktop.core.draft_shelf import DraftQuery, DraftSummary, DraftVersion, VersionReason
from migma_desktop.core.errors import ApiError
from migma_desktop.core.forgetting import Places
from migma_desktop.core.history import HistoryFilter, HistoryListing, Row, Stretch
from migma_desktop.core.kept_draft import EditorView, KeptDraft
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    BatchStatus,
    Domain,
    Draft,
    Group,
    MigmaEmail,
    Project,
    RecipientType,
    Send,
    SendReceipt,
    StoredContent,
)
from migma_desktop.core.templates import OwnTemplate
from migma_desktop.core.validation import Report

if TYPE_CHECKING:  # the window takes typing before anybody asks about those
    from migma_desktop.core.device_previews import Device, DevicePreview
    from migma_desktop.core.domains.kept import DomainKeeper

Told = Callable[[str, ApiError | None], None]
"""Hears of each answer: the permission that its call needed, and the error if it was refused."""


class Mailer(Protocol):
    """The Migma API as the program uses it. Every method may raise an ``ApiError``.

    Lists are followed to their last page. Reads are repeated by the client where the contract
    allows it; ``send`` is repeated only where it surely never reached Migma, or after a 429.
    """

    @property
    def domain_keeper(self) -> DomainKeeper:
        """All that can be asked about domains."""

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        """POST the exact ``body`` to /v1/sending with ``key`` as its Idempotency-Key.

        Raises:
            UnclearOutcome: nobody knows whether it was accepted.
            NoConnection, RateLimited, FixableError: it surely was not.
        """

    async def batch_status(self, batch_id: str) -> BatchStatus:
        """Read how far a batch is."""

    async def check_key(self) -> None:
        """Make one harmless call; returns when the server knows the key.

        Raises:
            KeyRejected: the server doesn't know it.
        """

    async def projects(self) -> Sequence[Project]:
        """Read all projects."""

    async def domains(self) -> Sequence[Domain]:
        """Read own and managed domains, those that can send first."""

    async def segments(self, project_id: str) -> Sequence[Group]:
        """Read all segments of a project."""

    async def tags(self, project_id: str) -> Sequence[Group]:
        """Read all tags of a project."""

    async def topics(self, project_id: str) -> Sequence[Topic]:
        """Read what the people of a project may choose to hear about."""

    async def emails(self, project_id: str) -> Sequence[MigmaEmail]:
        """Read all emails made in Migma for a project."""

    async def conversation_content(self, conversation_id: str) -> StoredContent:
        """Read the HTML of the email that a conversation made. Raises IsSeries for several."""

    async def series(self, conversation_id: str) -> Sequence[SeriesEmail]:
        """Read all emails that a conversation made, in their order."""

    async def email_content(self, email_id: str) -> StoredContent:
        """Read the HTML of one email by its emailId."""

    async def import_html(self, project_id: str, html: str, name: str, *, key: str) -> str:
        """Store finished HTML in the account; return the id of its conversation.

        ``key`` is the Idempotency-Key: the same key and content are stored once.

        Raises:
            UnclearOutcome: nobody knows whether it was stored.
        """

    async def imported_email(self, conversation_id: str) -> ImportedEmail:
        """Read how far an import is, with the email once it is finished."""

    async def email_logs(self, email_id: str, *, most: int = 1000) -> Sequence[LogRow]:
        """Read what became of an email for each recipient: at most ``most`` rows."""

    async def group(self, recipient_type: RecipientType, group_id: str, project_id: str) -> Group:
        """Read one segment or tag with the number of people in it now."""

    async def count_contacts(self, project_id: str, *, status: str, tag: str) -> int | None:
        """Count the contacts of one status with a tag; None when the answer doesn't say."""

    async def field_catalog(
        self, project_id: str, *, segment_id: str = "", tag: str = ""
    ) -> FieldCatalog:
        """Read which fields contacts have: all of a project, or those of a segment or tag."""

    def contact_pages(self, project_id: str) -> AsyncGenerator[Sequence[Contact], None]:
        """Yield all contacts of a project, some at a time: there may be very many."""

    async def contacts_like(
        self, project_id: str, *, search: str = "", tag: str = "", most: int = 20
    ) -> Sequence[Contact]:
        """Read the first contacts of a project that hold these words, or have this tag."""

    async def sending_metrics(self) -> SendingMetrics:
        """Read how much was sent and how much may still be."""

    async def credits(self) -> Credits:
        """Read the plan, and what is left for making emails in Migma."""

    @property
    def rate_limit(self) -> RateLimit | None:
        """How many calls a minute Migma answers; None until it has said so."""

    @property
    def server_now(self) -> datetime | None:
        """What time it is by Migma's clock; None until an answer has said so."""

    def watch(self, told: Told | None) -> None:
        """Tell somebody of each answer from now on."""

    async def validate(self, *, html: str, subject: str) -> Report:
        """Have Migma look an email over. Nothing is stored or sent.

        Raises:
            PermissionMissing: the key may not ask for that.
        """

    async def devices(self) -> Sequence[Device]:
        """Read on which devices Migma can take pictures of an email."""

    async def begin_device_preview(
        self, *, html: str, subject: str, devices: Sequence[str]
    ) -> DevicePreview:
        """Have pictures taken on these devices. Costs credits, and is never repeated by itself.

        Raises:
            UnclearOutcome: nobody knows whether Migma has begun.
        """

    async def device_preview(self, preview_id: str) -> DevicePreview:
        """Read how far a request for pictures is."""

    async def picture(self, address: str) -> bytes:
        """Fetch a picture that an answer named, without the key. Raises ServiceFault."""

    async def credits_left(self) -> int | None:
        """Read how many credits are left this month; None when the answer doesn't say."""

    async def aclose(self) -> None:
        """Close the connections."""


class Keychain(Protocol):
    """Where API keys are kept. May block for long: called off the GUI thread only."""

    def read(self, profile_id: str) -> str | None:
        """Return the key, or None when there is none. Raises KeychainError."""

    def write(self, profile_id: str, key: str) -> None:
        """Keep the key. Raises KeychainError."""

    def remove(self, profile_id: str) -> None:
        """Forget the key; no error when there is none. Raises KeychainError."""


class SendLog(Protocol):
    """The record of every send. A row is on disk when a method returns."""

    def add(self, send: Send) -> None:
        """Write a new send down, before its first byte leaves. Raises StoreError."""

    def update(self, send: Send, *, after: Send) -> None:
        """Write down what became of a send that was ``after`` until now. Raises StoreError.

        TakenElsewhere when the record isn't as ``after`` says: then another window took the next
        step, and this one must not.
        """

    def get(self, send_id: str) -> Send | None:
        """Read one send whole."""

    def recent(self, *, limit: int = 500, before: str | None = None) -> Sequence[Send]:
        """Read the newest sends, or those older than the send ``before``, newest first.

        ``body``, ``html``, ``request.template`` and ``draft`` are left empty: ``get`` reads them.
        """

    def mailings(self, profile_id: str) -> Sequence[Send]:
        """Read an account's newest sends to groups, as ``recent`` reads them."""

    def unfinished(self) -> Sequence[Send]:
        """Read the sends that a stop of the program interrupted, oldest first."""

    def last_test(self, draft_id: str) -> Send | None:
        """Read whole the newest test of a draft that Migma accepted."""


class Owners(Protocol):
    """The running programs that share one profile. May block for a moment.

    Each has a mark that the operating system takes away when it ends, however it ends.
    """

    def own(self) -> str:
        """Return the mark of this program, made at the first call. Raises StoreError."""

    def is_alive(self, owner: str) -> bool:
        """Whether the program with this mark is running. Raises StoreError."""


class Archive(Protocol):
    """The history of sends. Blocks for as long as it takes: called off the GUI thread only.

    Every method may raise StoreError.
    """

    def open(self, wanted: HistoryFilter) -> tuple[HistoryListing, Sequence[Row]]:
        """Begin a listing and read its first window."""

    def measure(self, opened: HistoryListing) -> HistoryListing:
        """Count the sends of a listing."""

    def walk(self, wanted: HistoryFilter, *, top: int, seen: int) -> Stretch:
        """Find where windows begin, from number ``top`` down; ``seen`` sends are above."""

    def window(self, wanted: HistoryFilter, *, start: int) -> Sequence[Row]:
        """Read the window that begins at number ``start``."""

    def get(self, send_id: str) -> Send | None:
        """Read one send whole."""

    def has_other_news(self) -> bool:
        """Whether another window of this profile has changed sends since this was asked last."""

    def index_more(self) -> bool:
        """Make some older sends searchable; tell whether there are more."""

    def export(
        self, wanted: HistoryFilter, path: Path, kind: str, told: Callable[[int], None]
    ) -> int:
        """Write all sends that are wanted to a "csv" or "json" file; return how many."""

    def save(self, path: Path, data: bytes) -> None:
        """Write a file as a whole."""

    def count_older(self, before: datetime) -> int:
        """Count the finished sends that were made before a moment."""

    def remove_older(self, before: datetime) -> int:
        """Remove the oldest few of them; return how many they were."""

    def places_of(self, address: str) -> Places:
        """Find where an address is kept in sends and drafts."""

    def forget(self, address: str) -> Places:
        """Take an address out of sends and drafts; return where it was.

        Raises:
            StillNeeded: a send that holds it has not come to its end; nothing was changed.
        """


class DraftStore(Protocol):
    """Where the draft that is being written is kept. It is on disk when ``save`` returns."""

    def save(self, draft: Draft, *, name: str = "") -> None:
        """Keep the newest state of a draft; ``name`` is for a new one. Raises StoreError."""

    def get(self, draft_id: str) -> Draft | None:
        """Read one draft. Raises StoreError, FileRefused."""

    def name_of(self, draft_id: str) -> str:
        """Return the name that a draft was given, empty without one. Raises StoreError."""

    def save_view(self, draft_id: str, view: EditorView, *, opened: bool = False) -> bool:
        """Keep where somebody is in a draft, and whether it was opened. Raises StoreError.

        Return whether it was kept: it isn't while the draft itself is not on disk.
        """

    def forget_person(self, address: str) -> int:
        """Take an address out of all drafts and versions; count the places. Raises StoreError."""


class DraftShelf(Protocol):
    """All drafts. Every method may raise StoreError, and FileRefused where one is damaged."""

    def list(self, query: DraftQuery) -> Sequence[DraftSummary]:
        """Read the summaries of all drafts that are asked for."""

    def get(self, draft_id: str) -> KeptDraft | None:
        """Read one draft as it was left."""

    def rename(self, draft_id: str, name: str) -> None:
        """Give a draft a name of its own."""

    def duplicate(self, draft_id: str, *, name: str) -> str:
        """Copy a draft; return the copy's id."""

    def remove(self, draft_id: str) -> None:
        """Take a draft away, so that it can be put back for some weeks."""

    def put_back(self, draft_id: str) -> None:
        """Undo ``remove``."""

    def delete(self, draft_id: str) -> None:
        """Delete a draft with its past, for good."""

    def delete_expired(self) -> int:
        """Delete what was taken away long ago; return how many drafts that were."""

    def versions(self, draft_id: str) -> Sequence[DraftVersion]:
        """Read what is kept of a draft's past, newest first."""

    def version(self, seq: int) -> Draft:
        """Read a draft as it once was."""

    def keep_version(self, draft_id: str, reason: VersionReason) -> None:
        """Keep a draft as it stands on disk, unless its newest version is the same."""

    def bring_back(self, seq: int) -> tuple[Draft, int | None]:
        """Make a draft what it once was; return it, and the version that would undo this."""

    def write_file(self, draft: Draft, path: Path, *, name: str) -> None:
        """Write a draft, as it is on the screen, into a file; works without the records too."""

    def open_file(self, path: Path) -> KeptDraft:
        """Add the draft of a file."""


class TemplateShelf(Protocol):
    """Where the user's own templates are kept. Every method may raise a StoreError."""

    def all(self) -> Sequence[OwnTemplate]:
        """Read all templates, by name."""

    def keep(self, template: OwnTemplate) -> None:
        """Keep a template under its id, new or again."""

    def rename(self, template_id: str, name: str) -> None:
        """Give a template another name."""

    def remove(self, template_id: str) -> None:
        """Forget a template; no error when there is none."""

    def as_file(self, draft: Draft) -> str:
        """Return the text of a ``.migma`` file that holds a template."""

    def from_file(self, text: str) -> Draft:
        """Read the text of a ``.migma`` file.

        Raises:
            FileRefused: it isn't one that this version can read.
        """
