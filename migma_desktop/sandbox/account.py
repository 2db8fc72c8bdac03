"""The practice account: everything behind the sandbox's API, in memory."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from migma_desktop.sandbox.batches import Batch
from migma_desktop.sandbox.campaigns import Campaign
from migma_desktop.sandbox.clock import Clock
from migma_desktop.sandbox.domains import Domain
from migma_desktop.sandbox.idempotency import IdempotencyStore
from migma_desktop.sandbox.inbox import Inbox
from migma_desktop.sandbox.journal import Change, Journal
from migma_desktop.sandbox.rate_limit import RateLimit
from migma_desktop.sandbox.recording import RequestLog
from migma_desktop.sandbox.replies import not_found
from migma_desktop.sandbox.send_log import SendLog
from migma_desktop.sandbox.things import (
    SCOPES,
    ApiKey,
    Contact,
    Conversation,
    Project,
    Segment,
    StoredEmail,
    Tag,
    Topic,
)

if TYPE_CHECKING:  # which is made of what is made here
    from migma_desktop.sandbox.routes.previews import Preview


def stable_id(*parts: str) -> str:
    """Return 24 hex digits that are always the same for the same words."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:24]


class Account:
    """One Migma customer: brands, people, emails, domains, and what was sent.

    All of it is guarded by ``lock``, since the window's thread and a loopback server may both
    look at it. ``settle`` brings everything up to the clock's present.
    """

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.keys: dict[str, ApiKey] = {}
        self.workspace_id = stable_id("workspace")
        self.inbox = Inbox(settle=self.settle, emptied=self._note_emptied)
        self.journal: Journal | None = None
        self.requests = RequestLog()
        self.rate_limit = RateLimit()
        self.idempotency = IdempotencyStore()
        self._is_settling = False
        self.due_work: list[Callable[[datetime], None]] = []
        self.empty()

    def empty(self) -> None:
        """Forget everything but the keys and the clock."""
        self.projects: dict[str, Project] = {}
        self.domains: dict[str, Domain] = {}
        self.contacts: dict[str, Contact] = {}
        self.tags: dict[str, Tag] = {}
        self.segments: dict[str, Segment] = {}
        self.topics: dict[str, Topic] = {}
        self.conversations: dict[str, Conversation] = {}
        self.campaigns: dict[str, Campaign] = {}
        self.batches: dict[str, Batch] = {}
        self.previews: dict[str, Preview] = {}
        self.connected_providers = {"migma", "resend"}
        self.takes_templates = True  # as the specification says; the newest public docs don't
        self.throttled_lists: set[str] = set()
        self.refusing_mailboxes: set[str] = set()
        self.log = SendLog()
        self.inbox.clear()
        self.requests.clear()
        self.rate_limit.clear()
        self.idempotency.clear()
        self.ids_made = 0

    def __repr__(self) -> str:
        return "<Account>"

    def add_key(self, secret: str, *, scopes: Iterable[str] = SCOPES) -> ApiKey:
        """Let another key in, with these permissions. ValueError for an unknown permission."""
        wanted = frozenset(scopes)
        if unknown := wanted - SCOPES:
            raise ValueError(f"No such permission: {', '.join(sorted(unknown))}")
        self.keys[secret] = ApiKey(secret, wanted)
        return self.keys[secret]

    def new_id(self, kind: str) -> str:
        """Return the next id: unlike all others, and the same in every run."""
        self.ids_made += 1
        return stable_id("made", kind, str(self.ids_made))

    def _note_emptied(self) -> None:
        if self.journal is not None:
            self.journal.add(Change(self.now(), self.ids_made))

    def settle(self) -> None:
        """Deliver what is due, and move batches and campaigns to where they are by now."""
        with self.lock:
            if self._is_settling:  # a subscriber of the inbox looks into it during a delivery
                return
            self._is_settling = True
            try:
                self._move_to(self.clock.now())
            finally:
                self._is_settling = False

    def _move_to(self, now: datetime) -> None:
        for batch in self.batches.values():
            batch.advance(now)
        for domain in self.domains.values():
            domain.advance(now)
        for work in self.due_work:
            work(now)

    def is_busy(self) -> bool:
        """True while a batch still has something to deliver."""
        return any(not batch.is_over for batch in self.batches.values())

    def project(self, project_id: str) -> Project:
        found = self.projects.get(project_id)
        if found is None:
            raise not_found("Project")
        return found

    def conversation(self, conversation_id: str) -> Conversation:
        found = self.conversations.get(conversation_id)
        if found is None:
            raise not_found("Conversation")
        return found

    def email(self, email_id: str) -> tuple[Conversation, StoredEmail]:
        wanted = email_id.lower()
        for conversation in self.conversations.values():
            for email in conversation.emails:
                if email.id == wanted:
                    return conversation, email
        raise not_found("Email")

    def contacts_of(self, project_id: str) -> list[Contact]:
        return [each for each in self.contacts.values() if each.project_id == project_id]

    def now(self) -> datetime:
        return self.clock.now()


def new_account(*, api_key: str, clock: Clock) -> Account:
    """Return the practice account as it is at the first start."""
    from migma_desktop.sandbox.post_office import move_campaigns

    account = Account(clock=clock)
    account.add_key(api_key)
    account.due_work.append(lambda now: move_campaigns(account, now))
    start_afresh(account)
    return account


def start_afresh(account: Account) -> None:
    """Put the account back to where it was at the first start; its keys stay."""
    from migma_desktop.sandbox.seed.fill import fill

    with account.lock:
        account.empty()
        fill(account)
        if account.journal is not None:
            account.journal.begin(account.now())
