"""Finds out, in the moment in which somebody wants to send, what should give them pause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from migma_desktop.core.batch_guard import Audience, number_changed, read_audience, usual_count
from migma_desktop.core.errors import DraftRefused, KnownError
from migma_desktop.core.models import Draft, Profile, Recipient, RenderedEmail
from migma_desktop.core.ports import Mailer, SendLog
from migma_desktop.core.tested import SinceTest, look_up
from migma_desktop.ui.async_runtime import AsyncRuntime


class BatchGate:
    """Asks Migma for the count, and the log for what is usual and what was tested."""

    def __init__(
        self, *, runtime: AsyncRuntime, mailer: Callable[[str], Mailer], log: SendLog
    ) -> None:
        self._runtime = runtime
        self._mailer = mailer
        self._log = log

    async def audience(self, draft: Draft, profile: Profile) -> Audience:
        """Count the people of a draft's segment or tag as it is now."""
        audience = await self.count_again(draft, profile)
        sends = await self._runtime.in_thread(self._log.mailings, profile.id)
        return replace(audience, usual=usual_count(sends, profile.id))

    async def outdated(self, send_id: str) -> DraftRefused | None:
        """Refuse to let a mailing of the past go that would reach another number of people now."""
        send = await self._runtime.in_thread(self._log.get, send_id)
        if send is None or send.recipient_count is None:
            return None
        group = Recipient(type=send.request.recipient_type, id=send.request.recipient_id)
        project_id = send.request.project_id or (send.draft.project_id if send.draft else "")
        audience = await self._read(send.profile_id, group, project_id, is_transactional=True)
        return number_changed(send.recipient_count, audience.count)

    async def tested(self, draft: Draft, rendered: RenderedEmail) -> SinceTest:
        """Hold a draft against its last test."""
        return await self._runtime.in_thread(look_up, self._log, draft, rendered)

    async def count_again(self, draft: Draft, profile: Profile) -> Audience:
        """Count without looking at what is usual."""
        is_transactional = draft.kind.is_transactional(draft.recipient.type)
        return await self._read(
            profile.id, draft.recipient, draft.project_id, is_transactional=is_transactional
        )

    async def _read(
        self, profile_id: str, group: Recipient, project_id: str, *, is_transactional: bool
    ) -> Audience:
        try:
            mailer = self._mailer(profile_id)
        except KnownError:
            return Audience(count=None)
        return await read_audience(mailer, group, project_id, is_transactional=is_transactional)
