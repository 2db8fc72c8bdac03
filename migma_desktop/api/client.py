"""The Migma API over HTTP: implements ``core.ports.Mailer``.

::

    client    which call, which value
    road      the way of every call: pages, repeats, and the pace that the server allows
    retry     whether to repeat, and when: pure decisions, every timing constant
    verdict   what one attempt came to: an envelope, or the error for the user
    exchange  one attempt on the wire; only verdict, inprocess and pictures know httpx too
    wire      JSON to values and back
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from migma_desktop.api import answers, calls, pictures, previews, validation, wire
from migma_desktop.api.calls import Call, Permission
from migma_desktop.api.domains import DomainCalls
from migma_desktop.api.lenient import Fields
from migma_desktop.api.pages import PageStyle, read_page
from migma_desktop.api.retry import Timing
from migma_desktop.api.road import Road
from migma_desktop.api.urls import path_part
from migma_desktop.core.account import (
    Contact,
    Credits,
    FieldCatalog,
    ImportedEmail,
    LogRow,
    RateLimit,
    SendingMetrics,
)
from migma_desktop.core.device_previews import Device, DevicePreview
from migma_desktop.core.domains.kept import DomainKeeper
from migma_desktop.core.errors import (
    BugError,
    NotFound,
    PermissionMissing,
)
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    BatchStatus,
    Domain,
    Group,
    MigmaEmail,
    Project,
    RecipientType,
    SendReceipt,
    StoredContent,
)
from migma_desktop.core.ports import Told
from migma_desktop.core.validation import Report

if TYPE_CHECKING:
    import httpx


_LARGEST_READ = 8 * 1024 * 1024  # bytes; an email's HTML beyond 2 MB can't even be shown
_LARGEST_RECEIPT = 1024 * 1024
_LONGEST_KEY = 100  # characters of an Idempotency-Key (contract, section 2)

_log = logging.getLogger(__name__)

T = TypeVar("T")


class MigmaClient:
    """One account at one server. Nothing is opened before the first call.

    Raises:
        KeyRejected: ``key`` can't be an API key.
        NoConnection: ``base_url`` breaks the rule of ``urls.parse_base_url``.
    """

    def __init__(
        self,
        *,
        base_url: str,
        key: str,
        version: str,
        transport: httpx.AsyncBaseTransport | None = None,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._road = Road(
            base_url=base_url,
            key=key,
            version=version,
            transport=transport,
            timing=timing or Timing(),
            clock=clock,
            sleep=sleep,
            random=random,
        )
        self.domain_keeper: DomainKeeper = DomainCalls(self._road)

    def __repr__(self) -> str:
        return f"<MigmaClient of {self._road.base_url}>"

    async def aclose(self) -> None:
        """Close the connections once the calls under way are answered; new ones are refused."""
        await self._road.aclose()

    # Sending

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        """See ``Mailer.send``."""
        call = _post(calls.SENDING, calls.SEND, body, key=key)
        return await self._road.call(call, answers.read_receipt)

    async def batch_status(self, batch_id: str) -> BatchStatus:
        """Read how far a batch is."""
        path = f"/v1/sending/batches/{path_part(batch_id)}"
        return await self._road.get(
            path,
            calls.READ_EMAILS,
            lambda answer: wire.decode_batch(answers.content_object(answer), batch_id=batch_id),
        )

    # The account

    async def check_key(self) -> None:
        """See ``Mailer.check_key``. A refused permission proves a key as well as a list does."""
        try:
            await self._road.get("/v1/projects", calls.READ_EMAILS, lambda _: None, {"limit": "1"})
        except PermissionMissing:
            return

    async def projects(self) -> Sequence[Project]:
        """Read all projects."""
        rows = self._road.rows("/v1/projects", "projects", PageStyle.OFFSET, calls.READ_EMAILS)
        return [wire.decode_project(row) async for row in rows]

    async def domains(self) -> Sequence[Domain]:
        """Read own and managed domains, each once, those that can send first."""
        found: dict[str, Domain] = {}
        async for row in self._domain_rows("/v1/domains"):
            domain = wire.decode_domain(row)
            found[domain.name] = domain
        try:
            async for row in self._domain_rows("/v1/domains/managed"):
                domain = wire.decode_domain(row, managed=True)
                found[domain.name] = domain
        except NotFound:
            _log.debug("this server has no managed domains")
        return sorted(found.values(), key=lambda domain: not domain.can_send)

    async def sending_metrics(self) -> SendingMetrics:
        """Read how much was sent and how much may still be."""
        return await self._road.get(
            "/v1/metrics/sending",
            calls.UNRECORDED,
            lambda answer: wire.decode_metrics(answers.content_object(answer)),
        )

    async def credits(self) -> Credits:
        """See ``Mailer.credits``."""
        return await self._road.get(
            "/v1/billing/credits",
            calls.UNRECORDED,
            lambda answer: wire.decode_credits(answers.content_object(answer)),
        )

    @property
    def rate_limit(self) -> RateLimit | None:
        """See ``Mailer.rate_limit``."""
        return self._road.rate_limit

    @property
    def server_now(self) -> datetime | None:
        """See ``Mailer.server_now``."""
        return self._road.server_clock.now()

    def watch(self, told: Told | None) -> None:
        """See ``Mailer.watch``."""
        self._road.told = told

    # The audience

    async def segments(self, project_id: str) -> Sequence[Group]:
        """Read all segments of a project."""
        rows = self._audience("/v1/segments", "segments", PageStyle.WHOLE, project_id)
        return [wire.decode_group(row) async for row in rows]

    async def tags(self, project_id: str) -> Sequence[Group]:
        """Read all tags of a project."""
        rows = self._audience("/v1/tags", "tags", PageStyle.COUNTED, project_id)
        return [wire.decode_group(row) async for row in rows]

    async def topics(self, project_id: str) -> Sequence[Topic]:
        """Read what the people of a project may choose to hear about."""
        rows = self._audience("/v1/topics", "topics", PageStyle.WHOLE, project_id)
        return [wire.decode_topic(row) async for row in rows]

    async def group(self, recipient_type: RecipientType, group_id: str, project_id: str) -> Group:
        """Read one segment or tag with the number of people in it now."""
        kind = "tags" if recipient_type is RecipientType.TAG else "segments"
        return await self._road.get(
            f"/v1/{kind}/{path_part(group_id)}",
            calls.READ_AUDIENCE,
            lambda answer: wire.decode_group(answers.content_object(answer)),
            {"projectId": project_id},
        )

    async def count_contacts(self, project_id: str, *, status: str, tag: str) -> int | None:
        """Count the contacts of one status with a tag; None when the answer doesn't say."""
        return await self._road.get(
            "/v1/contacts",
            calls.READ_AUDIENCE,
            lambda answer: read_page(answer, name="contacts").total,
            {"projectId": project_id, "tags": tag, "status": status, "limit": "1"},
        )

    async def contact_pages(self, project_id: str) -> AsyncGenerator[Sequence[Contact], None]:
        """Yield all contacts of a project, some at a time: there may be very many."""
        pages = self._road.pages(
            "/v1/contacts",
            "contacts",
            PageStyle.COUNTED,
            calls.READ_AUDIENCE,
            query={"projectId": project_id},
        )
        async with aclosing(pages):
            async for page in pages:
                yield [wire.decode_contact(row) for row in page]

    async def contacts_like(
        self, project_id: str, *, search: str = "", tag: str = "", most: int = 20
    ) -> Sequence[Contact]:
        """See ``Mailer.contacts_like``."""
        wanted = {"projectId": project_id, "search": search, "tags": tag, "limit": str(most)}
        rows = await self._road.get(
            "/v1/contacts",
            calls.READ_AUDIENCE,
            lambda answer: read_page(answer, name="contacts").rows,
            {name: value for name, value in wanted.items() if value},
        )
        return [wire.decode_contact(row) for row in rows[:most]]

    async def contacts(self, project_id: str) -> Sequence[Contact]:
        """Read all contacts of a project at once."""
        return [each async for page in self.contact_pages(project_id) for each in page]

    async def field_catalog(
        self, project_id: str, *, segment_id: str = "", tag: str = ""
    ) -> FieldCatalog:
        """See ``Mailer.field_catalog``."""
        wanted = {"segmentId": segment_id, "tag": tag}
        return await self._road.get(
            f"/v1/projects/{path_part(project_id)}/field-catalog",
            calls.UNRECORDED,
            lambda answer: wire.decode_field_catalog(answers.content_object(answer)),
            {name: value for name, value in wanted.items() if value},
        )

    # Emails made in Migma

    async def emails(self, project_id: str) -> Sequence[MigmaEmail]:
        """Read all emails made in Migma for a project."""
        rows = self._road.rows(
            "/v1/projects/emails",
            "emails",
            PageStyle.NUMBERED,
            calls.READ_EMAILS,
            query={"projectId": project_id},
            identify=lambda row: row.text("conversationId", "id", "_id"),
        )
        return [wire.decode_email(row) async for row in rows]

    async def conversation_content(self, conversation_id: str) -> StoredContent:
        """Read the HTML of the email that a conversation made.

        Raises:
            IsSeries: it made several emails.
            RequestRefused: it isn't finished, or it failed.
        """
        path = f"/v1/projects/emails/{path_part(conversation_id)}/status"
        return await self._road.get(path, calls.READ_EMAILS, answers.read_conversation)

    async def series(self, conversation_id: str) -> Sequence[SeriesEmail]:
        """Read all emails that a conversation made, in their order."""
        path = f"/v1/projects/emails/{path_part(conversation_id)}/status"
        return await self._road.get(path, calls.READ_EMAILS, answers.read_series)

    async def email_content(self, email_id: str) -> StoredContent:
        """Read the HTML of one email by its emailId. Raises RequestRefused as above."""
        path = f"/v1/emails/{path_part(email_id)}"
        return await self._road.get(path, calls.READ_EMAILS, answers.read_email)

    async def import_html(self, project_id: str, html: str, name: str, *, key: str) -> str:
        """See ``Mailer.import_html``."""
        body = wire.encode_import(project_id, html, name)
        call = _post("/v1/projects/emails/import-html", calls.WRITE_EMAILS, body, key=key)
        return await self._road.call(call, answers.read_import_started)

    async def imported_email(self, conversation_id: str) -> ImportedEmail:
        """See ``Mailer.imported_email``."""
        path = f"/v1/projects/emails/{path_part(conversation_id)}/status"
        return await self._road.get(path, calls.READ_EMAILS, answers.read_imported)

    async def validate(self, *, html: str, subject: str) -> Report:
        """See ``Mailer.validate``."""
        return await validation.validate(self._ask, html=html, subject=subject)

    async def _ask(self, path: str, body: bytes) -> Fields:
        question = calls.question(path, calls.VALIDATE, body, most_bytes=_LARGEST_READ)
        return await self._road.call(question, answers.content_object)

    # Device previews

    async def devices(self) -> Sequence[Device]:
        """See ``Mailer.devices``."""
        return await self._road.get(previews.DEVICES_PATH, calls.PREVIEW, previews.read_devices)

    async def begin_device_preview(
        self, *, html: str, subject: str, devices: Sequence[str]
    ) -> DevicePreview:
        """See ``Mailer.begin_device_preview``."""
        body = previews.encode_request(html=html, subject=subject, devices=devices)
        call = Call("POST", previews.PATH, calls.PREVIEW, _LARGEST_READ, body=body)
        return await self._road.call(call, previews.read_preview)

    async def device_preview(self, preview_id: str) -> DevicePreview:
        """Read how far a request for pictures is."""
        path = f"{previews.PATH}/{path_part(preview_id)}"
        return await self._road.get(path, calls.PREVIEW, previews.read_preview)

    async def picture(self, address: str) -> bytes:
        """See ``Mailer.picture``."""
        return await pictures.fetch(address, base_url=self._road.base_url)

    async def credits_left(self) -> int | None:
        """Read how many credits are left this month; None when the answer doesn't say."""
        return await self._road.get("/v1/billing/credits", calls.UNRECORDED, previews.read_credits)

    async def email_logs(self, email_id: str, *, most: int = 1000) -> Sequence[LogRow]:
        """Read what became of an email for each recipient: at most ``most`` rows."""
        found: list[LogRow] = []
        rows = self._road.rows(
            f"/v1/emails/{path_part(email_id)}/logs",
            "emails",
            PageStyle.CURSOR,
            calls.READ_EMAILS,
            identify=lambda row: row.text("id", "tracking_id"),
        )
        async with aclosing(rows):
            async for row in rows:
                found.append(wire.decode_log_row(row))
                if len(found) >= most:
                    break
        return found

    # Lists of one kind

    def _domain_rows(self, path: str) -> AsyncIterator[Fields]:
        return self._road.rows(
            path,
            "domains",
            PageStyle.WHOLE,
            calls.READ_DOMAINS,
            identify=lambda row: wire.decode_domain(row).name,
        )

    def _audience(
        self, path: str, name: str, style: PageStyle, project_id: str
    ) -> AsyncIterator[Fields]:
        return self._road.rows(
            path, name, style, calls.READ_AUDIENCE, query={"projectId": project_id}
        )


def _post(path: str, permission: Permission, body: bytes, *, key: str) -> Call:
    if not body or not key or len(key) > _LONGEST_KEY or not calls.is_one_word(key):
        raise BugError("a write needs a body, and an Idempotency-Key of 1 to 100 characters")
    return Call(
        method="POST",
        path=path,
        permission=permission,
        most_bytes=_LARGEST_RECEIPT,
        body=body,
        idempotency_key=key,
    )
