"""Counts the people of a mailing at the moment in which somebody wants to send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from migma_desktop.core.batch_guard import Audience, read_audience, usual_count
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft, Profile
from migma_desktop.core.ports import Mailer, SendLog
from migma_desktop.ui.async_runtime import AsyncRuntime


class BatchGate:
    """Asks Migma for the count, and the log for what is usual."""

    def __init__(
        self, *, runtime: AsyncRuntime, mailer: Callable[[str], Mailer], log: SendLog
    ) -> None:
        self._runtime = runtime
        self._mailer = mailer
        self._log = log

    async def audience(self, draft: Draft, profile: Profile) -> Audience:
        """Count the people of a draft's segment or tag as it is now."""
        audience = await self.count_again(draft, profile)
        sends = await self._runtime.in_thread(self._log.recent)
        return replace(audience, usual=usual_count(sends, profile.id))

    async def count_again(self, draft: Draft, profile: Profile) -> Audience:
        """Count without looking at what is usual."""
        try:
            mailer = self._mailer(profile.id)
        except KnownError:
            return Audience(count=None)
        return await read_audience(
            mailer,
            draft.recipient,
            draft.project_id,
            is_transactional=draft.kind.is_transactional(draft.recipient.type),
        )
