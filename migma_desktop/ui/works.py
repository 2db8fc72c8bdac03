"""What the desks work with, as ``app.py`` hands it to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migma_desktop.core.kept_lists import KeptLists
from migma_desktop.core.ports import Archive, DraftShelf, DraftStore, TemplateShelf
from migma_desktop.core.spelling.ports import OwnWordStore, Speller
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.batch_gate import BatchGate
from migma_desktop.ui.controllers.belonging_controller import BelongingController
from migma_desktop.ui.controllers.claim_controller import ClaimController
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.controllers.profiles_desk import (
    ReadProfiles,
    WriteProfiles,
)
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.review_controller import ReviewController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.controllers.storing_controller import StoringController
from migma_desktop.ui.dialogs.inbox_model import PracticeInbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What the desks work with: the controllers that no single part of the window owns."""

    runtime: AsyncRuntime
    settings: SettingsController
    account: AccountController
    profiles: ProfileController
    claims: ClaimController
    drafts: DraftController
    belonging: BelongingController
    content: ContentController
    renders: RenderController
    reviews: ReviewController
    gate: BatchGate
    sends: SendController
    storing: StoringController


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What is kept on disk, as far as a desk reads or changes it by itself."""

    archive: Archive
    drafts: DraftStore
    shelf: DraftShelf
    inbox: Callable[[], PracticeInbox]  # what the sandbox delivered
    templates: TemplateShelf  # the user's own
    lists: KeptLists  # of the accounts, as they were read last
    pictures: Path  # where those of templates are remembered
    email_pictures: Path  # and those of emails made in Migma
    speller: Speller
    words: OwnWordStore
    read_profiles: ReadProfiles  # of a file to hand on
    write_profiles: WriteProfiles
    pages: Path  # what a browser was given, until the program ends
