"""Which account an email was written for, and what becomes of it with another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from migma_desktop.core.draft import Draft, Profile, Recipient, Sender
from migma_desktop.core.models import Domain

FindProfile = Callable[[str], Profile | None]


def account_of(profile_id: str, open_id: str, find: FindProfile) -> str:
    """Return the account that a draft belongs to: its own, or the open one if it has none.

    An account that was removed, or that only another computer knows, counts as none.
    """
    return profile_id if profile_id and find(profile_id) is not None else open_id


def written_for(draft: Draft, open_id: str, find: FindProfile) -> Profile | None:
    """Return the other account that a draft was written for; None when it is the open one."""
    if not open_id or draft.profile_id in {"", open_id}:
        return None
    return find(draft.profile_id)


def moved_to(draft: Draft, profile: Profile, domains: Sequence[Domain]) -> Draft:
    """Return a draft for another account: without the project, group and sender of the first.

    Those are the account's own and would mean something else there, or nothing. A sender at a
    domain that the other account has as well stays.
    """
    recipient = draft.recipient
    if recipient.type.is_batch:
        recipient = Recipient(type=recipient.type, email=recipient.email)
    domain = draft.sender.address.rpartition("@")[2].lower()
    stays = any(each.name == domain for each in domains)
    return replace(
        draft,
        profile_id=profile.id,
        project_id=profile.project_id,
        recipient=recipient,
        sender=draft.sender if stays else Sender(),
    )
