"""The practice inbox: where the sandbox's deliveries arrive, instead of at real people."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from functools import cached_property

from migma_desktop.sandbox.header_writing import FaithfulPolicy
from migma_desktop.sandbox.mime import Letter, build_message

MAX_MESSAGES = 5_000
MAX_CHARACTERS = 100_000_000  # of HTML; a big batch of big emails must not fill the memory


@dataclass(frozen=True)  # without slots, which would leave no room for the message
class Delivered:
    """One email as it arrived: a whole MIME message, and what the sandbox knows about it."""

    id: str
    to: str
    received_at: datetime
    batch_id: str | None
    send_id: str
    project_id: str
    letter: Letter = field(repr=False)

    @cached_property
    def message(self) -> EmailMessage:
        """The MIME message, made when it is first looked at: a batch may bring thousands."""
        return build_message(self.letter)

    @property
    def subject(self) -> str:
        return self.letter.subject

    @property
    def html(self) -> str:
        """The HTML part, decoded from the message: what a mail program would show."""
        return self._part("html")

    @property
    def text(self) -> str:
        """The plain text part, decoded from the message."""
        return self._part("plain")

    def as_bytes(self) -> bytes:
        """The message as RFC 5322 with CRLF line ends, ready to be saved as .eml."""
        return self.message.as_bytes(policy=FaithfulPolicy())

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content())


class Inbox:
    """All deliveries, newest last; the oldest go when there are too many.

    ``settle`` is called before each read, so that whatever is due by now has arrived; ``emptied``
    after somebody emptied the inbox.
    """

    def __init__(
        self,
        *,
        settle: Callable[[], None] | None = None,
        emptied: Callable[[], None] | None = None,
        max_characters: int = MAX_CHARACTERS,
    ) -> None:
        self._max_characters = max_characters
        self._settle = settle
        self._emptied = emptied
        self._messages: deque[Delivered] = deque(maxlen=MAX_MESSAGES)
        self._characters = 0
        self._subscribers: list[Callable[[Delivered], None]] = []
        self._lock = threading.RLock()

    @property
    def messages(self) -> tuple[Delivered, ...]:
        if self._settle is not None:
            self._settle()
        with self._lock:
            return tuple(self._messages)

    def get(self, message_id: str) -> Delivered | None:
        return next((each for each in self.messages if each.id == message_id), None)

    def subscribe(self, callback: Callable[[Delivered], None]) -> Callable[[], None]:
        """Call back on each delivery, in the thread that delivers. Returns the unsubscriber."""
        with self._lock:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._subscribers:
                    self._subscribers.remove(callback)

        return unsubscribe

    def deliver(self, delivered: Delivered) -> None:
        with self._lock:
            if len(self._messages) == MAX_MESSAGES:
                self._drop_oldest()
            self._messages.append(delivered)
            self._characters += _size(delivered)
            while self._characters > self._max_characters and len(self._messages) > 1:
                self._drop_oldest()
            subscribers = tuple(self._subscribers)
        for callback in subscribers:
            callback(delivered)

    def clear(self) -> None:
        with self._lock:
            self._messages.clear()
            self._characters = 0
        if self._emptied is not None:
            self._emptied()

    def _drop_oldest(self) -> None:
        self._characters -= _size(self._messages.popleft())


def _size(delivered: Delivered) -> int:
    return len(delivered.letter.html)
