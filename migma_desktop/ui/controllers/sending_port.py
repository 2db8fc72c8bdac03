"""What the window needs of whatever carries sends."""

from __future__ import annotations

from typing import Protocol

from migma_desktop.core.models import Draft, Send, SendRequest


class Sending(Protocol):
    """What carries sends: ``core.sending.SendingService``."""

    async def send(
        self,
        request: SendRequest,
        body: bytes,
        *,
        is_test: bool,
        profile_id: str,
        recipient_name: str,
        recipient_count: int | None,
        subject: str,
        html: str,
        draft: Draft | None = None,
        hold_seconds: float = 0,
        instead_of: str = "",
        sample: str = "",
    ) -> Send:
        """Write the send down, carry it, and record what became of it."""

    async def follow(self, send: Send) -> Send:
        """Follow an accepted batch to its end; return any other send at once."""

    def counts_down(self, send_id: str) -> bool:
        """Whether a send is held and leaves by itself in a moment."""

    async def stop(self, send_id: str) -> Send:
        """Stop a send that surely hasn't left. Raises KnownError when it is too late."""

    async def try_now(self, send_id: str) -> Send:
        """Let a held or waiting send go now. Raises KnownError when it is neither."""

    async def ask_again(self, send_id: str) -> Send:
        """Look an unclear send up, or repeat it with the same key and the same bytes."""

    async def close(self, send_id: str, *, as_sent: bool) -> Send:
        """Take the user's word for what became of an unclear send."""

    async def resume_all(self) -> None:
        """Take up what programs left that aren't running any more."""
