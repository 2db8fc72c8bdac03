"""Storing an email at Migma, for accounts that send nothing but what is stored in them.

Source: contract, section 3 "Consequence for a composer", and rule 5 of section 15. It leaves a copy
in the user's account, so nothing here begins before the user has said yes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from migma_desktop.core import filling
from migma_desktop.core.account import ImportedEmail
from migma_desktop.core.errors import (
    FixableError,
    KnownError,
    NoConnection,
    NotFound,
    RateLimited,
    RequestRefused,
    ServiceFault,
    UnclearOutcome,
)
from migma_desktop.core.models import SendRequest
from migma_desktop.core.placeholders import find
from migma_desktop.core.ports import Mailer
from migma_desktop.core.rules import is_email_id
from migma_desktop.core.texts import say

LOOKS = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
"""Seconds before each look at an import; the last one repeats."""

PATIENCE = 300.0
"""Seconds after which no more looks are taken: as long as the official SDK waits."""

UNKNOWN_LOOKS = 5
"""How many looks may find nothing: what has just been imported may not be listed at once."""


@dataclass(frozen=True, slots=True)
class StoredCopy:
    """An email as Migma has stored it, held against the one that was given to it."""

    conversation_id: str
    email_id: str  # empty where Migma named none that can be sent by
    html: str
    filled: str  # the same with the request's values, as it will be read
    is_unchanged: bool
    lost: tuple[str, ...] = ()  # placeholders that Migma's version no longer has
    added: tuple[str, ...] = ()  # placeholders that only Migma's version has


def by_copy(request: SendRequest, copy: StoredCopy) -> SendRequest:
    """Return the same request, sending the stored email. Values for placeholders still travel."""
    return replace(
        request,
        template="",
        project_id="",  # Migma finds the project of what it has stored
        email_id=copy.email_id,
        conversation_id="" if copy.email_id else copy.conversation_id,
    )


class Importer:
    """Stores emails, each once. Plain asyncio; a coroutine may be cancelled at any time.

    ``mailer`` gives the account's client for a profile id, or raises a KnownError.
    """

    def __init__(
        self,
        *,
        mailer: Callable[[str], Mailer],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._mailer = mailer
        self._sleep = sleep
        self._failures: dict[str, int] = {}

    async def store(self, request: SendRequest, *, profile_id: str, key: str) -> StoredCopy:
        """Store the template of a request, wait until that is done, and compare the result.

        ``key`` (at most 80 characters) stands for this email: called again with it, an import
        that was cut off or took too long is taken up, and one that failed begins anew.

        Raises:
            KnownError: it is not stored, or nobody knows; in any case nothing was sent.
        """
        attempt = self._failures.get(key, 0)
        try:
            conversation_id = await self._mailer(profile_id).import_html(
                request.project_id,
                request.template,
                request.subject,
                key=f"store-{attempt}-{key}",
            )
        except FixableError:
            self._failures[key] = attempt + 1  # Migma would repeat its answer to the same key
            raise
        except UnclearOutcome as error:
            raise _unclear(error) from error
        imported = await self._until_done(profile_id, conversation_id)
        if imported.has_failed:
            self._failures[key] = attempt + 1
            raise _failed(imported, conversation_id)
        return await asyncio.to_thread(_compared, request, imported, conversation_id)

    async def _until_done(self, profile_id: str, conversation_id: str) -> ImportedEmail:
        looks = unknown = 0
        waited = at_least = 0.0
        trouble: KnownError | None = None
        while waited < PATIENCE:
            pause = max(LOOKS[min(looks, len(LOOKS) - 1)], at_least)
            await self._sleep(pause)
            looks, waited, at_least = looks + 1, waited + pause, 0.0
            try:
                imported = await self._mailer(profile_id).imported_email(conversation_id)
            except RateLimited as error:
                trouble, at_least = error, error.retry_after
            except (NoConnection, ServiceFault) as error:
                trouble = error
            except NotFound as error:
                trouble, unknown = error, unknown + 1
                if unknown > UNKNOWN_LOOKS:
                    raise
            else:
                if imported.is_finished or imported.has_failed:
                    return imported
                trouble = None
        raise _too_slow(trouble)


def _compared(request: SendRequest, imported: ImportedEmail, conversation_id: str) -> StoredCopy:
    ours, theirs = _names(request.template), _names(imported.html)
    return StoredCopy(
        conversation_id=conversation_id,
        email_id=imported.email_id if is_email_id(imported.email_id) else "",
        html=imported.html,
        filled=filling.fill(imported.html, request.variables, filling.for_html, fallbacks=False),
        is_unchanged=_comparable(imported.html) == _comparable(request.template),
        lost=tuple(name for name in ours if name not in theirs),
        added=tuple(name for name in theirs if name not in ours),
    )


def _names(html: str) -> dict[str, None]:
    return dict.fromkeys(each.name for each in find("", "", html, is_html=True))


def _comparable(html: str) -> str:
    """Leave out what no reader sees and every mail server may change: line ends, outer space."""
    return html.replace("\r\n", "\n").strip()


def _unclear(error: UnclearOutcome) -> UnclearOutcome:
    return UnclearOutcome(
        say("Nobody knows whether Migma has stored the email."),
        say("Nothing was sent. Try again: the same email isn't stored a second time."),
        reply=error.reply,
        details=error.details,
    )


def _failed(imported: ImportedEmail, conversation_id: str) -> RequestRefused:
    advice = say("Nothing was sent, and Migma gave no reason. Try again.")
    if imported.error:
        advice = say(
            "Nothing was sent. Migma says: “{message}” Try again, or change that in the email "
            "and send it anew.",
            message=imported.error,
        )
    details = f"import {conversation_id}: {imported.status}"
    return RequestRefused(say("Migma couldn't store the email."), advice, details=details)


def _too_slow(trouble: KnownError | None) -> ServiceFault:
    return ServiceFault(
        say("Migma hasn't finished storing the email."),
        say(
            "Nothing was sent. Try again in a few minutes: the program goes on where it stopped, "
            "and nothing is stored twice."
        ),
        details="" if trouble is None else f"{trouble.title}\n{trouble.details}".strip(),
    )
