"""The logic between the message panel and the draft: who, from whom, about what."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from migma_desktop.core.abilities import Ability, why_not
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.listing import ListingState
from migma_desktop.core.models import (
    DomainState,
    Draft,
    Group,
    RecipientType,
    Sender,
)
from migma_desktop.core.rules import parse_address
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.belonging_controller import BelongingController
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.field import FieldState
from migma_desktop.ui.widgets.message_panel import MessagePanel

_TYPING_REST_MS = 300


class MessageController(QObject):
    """Carries edits of the panel into the draft, and the draft and the account into the panel."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        panel: MessagePanel,
        drafts: DraftController,
        account: AccountController,
        content: ContentController,
        belonging: BelongingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._panel = panel
        self._drafts = drafts
        self._account = account
        self._content = content
        self._belonging = belonging
        self._shown: Draft | None = None  # without what the panel doesn't show
        self._address_rest = QTimer(self, singleShot=True, interval=_TYPING_REST_MS)
        self._address_rest.timeout.connect(self._on_address_rest)
        self._connect_panel()
        self._connect_account()
        drafts.edited.connect(self._on_draft_edited)
        drafts.replaced.connect(self._on_draft_replaced)
        belonging.moved.connect(self._on_moved)

    def _connect_panel(self) -> None:
        recipient, sender = self._panel.recipient_box, self._panel.sender_box
        recipient.type_changed.connect(self._on_type_changed)
        recipient.email_changed.connect(lambda text: self._drafts.edit_recipient(email=text))
        recipient.group_chosen.connect(self._on_group_given)
        recipient.group_id_typed.connect(self._on_group_given)
        recipient.groups_wanted.connect(self._want_groups)
        sender.domains_wanted.connect(self._account.want_basics)
        sender.name_changed.connect(lambda text: self._drafts.edit_sender(name=text))
        sender.address_changed.connect(lambda text: self._drafts.edit_sender(address=text))
        sender.reply_to_changed.connect(lambda text: self._drafts.edit_sender(reply_to=text))
        subject = self._panel.subject_box
        subject.subject_changed.connect(lambda text: self._drafts.edit(subject=text))
        subject.preheader_changed.connect(lambda text: self._drafts.edit(preheader=text))
        options = self._panel.options_box
        options.projects_wanted.connect(self._account.want_basics)
        options.project_changed.connect(self._on_project_changed)
        options.provider_changed.connect(lambda value: self._drafts.edit(provider=value))
        options.kind_changed.connect(lambda value: self._drafts.edit(kind=value))

    def _connect_account(self) -> None:
        account = self._account
        account.projects.changed.connect(self._panel.options_box.show_projects)
        account.projects.changed.connect(self._choose_project)
        account.projects.changed.connect(self._choose_sender)
        account.domains.changed.connect(self._panel.sender_box.show_domains)
        account.domains.changed.connect(self._choose_sender)
        account.domains.changed.connect(self._show_address_state)
        account.groups.changed.connect(self._panel.recipient_box.show_groups)
        account.groups.changed.connect(self._name_group)

    # --- from the draft to the panel

    def _on_draft_replaced(self, draft: Draft) -> None:
        self._shown = None
        self._panel.recipient_box.show_recipient(draft.recipient)
        self._panel.sender_box.show_sender(draft.sender)
        self._panel.subject_box.show_lines(draft.subject, draft.preheader)
        self._choose_project()
        self._choose_sender()

    def _on_draft_edited(self, draft: Draft) -> None:
        shown = _without_texts(draft)
        if shown == self._shown:
            return  # typing a text must not wait for a panel that stays as it is
        self._shown = shown
        self._panel.recipient_box.show_recipient(draft.recipient)
        self._panel.options_box.show_options(draft.project_id, draft.provider)
        self._panel.options_box.show_kind(draft.kind, draft.recipient.type)
        self._panel.subject_box.set_preheader_allowed(
            draft.source.is_written_here,
            ""
            if draft.source.is_written_here
            else self.tr("An email made in Migma brings its own preheader."),
        )
        self._content.follow(draft)
        self._want_groups()
        self._clear_address_messages()
        self._address_rest.start()

    # --- recipient

    def _on_type_changed(self, recipient_type: RecipientType) -> None:
        before = self._drafts.draft.recipient.type
        keeps_group = {before, recipient_type} == {RecipientType.SEGMENT, RecipientType.AUDIENCE}
        if keeps_group:  # an audience is a segment: the same list, the same ids
            self._drafts.edit_recipient(type=recipient_type)
            return
        self._drafts.edit_recipient(type=recipient_type, id="", name="", count=None)

    def _on_group_given(self, group_id: str) -> None:
        group = self._group(group_id.strip())
        if group is None:
            self._drafts.edit_recipient(id=group_id.strip(), name="", count=None)
            return
        self._drafts.edit_recipient(id=group.id, name=group.name, count=group.count)

    def _name_group(self) -> None:
        """Bring the count and name of a chosen group up to date once its list is there.

        One that was chosen by name and is in the list no more belongs to another account, or is
        deleted: it is chosen no longer. An id that was typed may stand in no list.
        """
        recipient = self._drafts.draft.recipient
        if not recipient.type.is_batch or not recipient.id or self._belonging.other is not None:
            return
        if self._group(recipient.id) is not None:
            self._on_group_given(recipient.id)
        elif recipient.name and self._account.groups.listing.state is ListingState.READY:
            self._drafts.edit_recipient(id="", name="", count=None)

    def _group(self, group_id: str) -> Group | None:
        return next((g for g in self._account.groups.items if g.id == group_id), None)

    def _want_groups(self) -> None:
        draft = self._drafts.draft
        if self._belonging.other is not None:
            return  # its project is another account's
        self._account.want_groups(draft.recipient.type, draft.project_id)

    # --- sender and project

    def _choose_project(self) -> None:
        """Choose the account's first project, so that nobody needs to know what one is."""
        projects = self._account.projects
        if not projects.items:
            return
        if self._belonging.other is not None:
            return  # what it has stays, until somebody says that it moves
        if any(project.id == self._drafts.draft.project_id for project in projects.items):
            self._want_groups()
            return
        if projects.listing.state is ListingState.LOADING and self._drafts.draft.project_id:
            return  # an earlier list, in which it may not stand yet
        profile = self._account.profile
        usual = profile.project_id if profile is not None else ""
        chosen = next((p for p in projects.items if p.id == usual), projects.items[0])
        self._drafts.edit(project_id=chosen.id)

    def _choose_sender(self) -> None:
        """Offer a sender that works: the profile's usual one, or the first domain that can send."""
        draft = self._drafts.draft
        domain = next((d for d in self._account.domains.items if d.can_send), None)
        if draft.sender.address or domain is None or self._belonging.other is not None:
            return
        profile = self._account.profile
        usual = profile.sender if profile is not None else Sender()
        projects = self._account.projects
        project = next((p for p in projects.items if p.id == draft.project_id), None)
        if project is None and projects.listing.state is ListingState.LOADING:
            return  # it gives the sender a name
        self._drafts.edit(
            sender=Sender(
                address=usual.address or f"hello@{domain.name}",
                name=draft.sender.name or usual.name or (project.name if project else ""),
                reply_to=draft.sender.reply_to or usual.reply_to,
            )
        )
        self._panel.sender_box.show_sender(self._drafts.draft.sender)

    def _on_moved(self) -> None:
        """Show an email that belongs to the open account now, and choose what it lacks."""
        self._panel.sender_box.show_sender(self._drafts.draft.sender)
        self._choose_project()
        self._choose_sender()

    def _on_project_changed(self, project_id: str) -> None:
        recipient = self._drafts.draft.recipient
        self._drafts.edit(project_id=project_id.strip())
        if recipient.type.is_batch:
            self._drafts.edit_recipient(id="", name="", count=None)

    # --- addresses, checked while typing

    def _clear_address_messages(self) -> None:
        self._panel.recipient_box.set_email_message("", "none")
        self._panel.sender_box.set_reply_to_message("", "none")
        self._show_address_state()

    def _on_address_rest(self) -> None:
        self._runtime.spawn(self._check_addresses(self._drafts.draft), owner=self)

    async def _check_addresses(self, draft: Draft) -> None:
        """Say what is wrong with an address; a field that is still empty is not wrong."""
        checks: list[tuple[str, str, Callable[[str, FieldState], None]]] = [
            ("recipientEmail", draft.recipient.email, self._panel.recipient_box.set_email_message),
            ("fromAddress", draft.sender.address, self._panel.sender_box.set_address_message),
            ("replyTo", draft.sender.reply_to, self._panel.sender_box.set_reply_to_message),
        ]
        for field, text, tell in checks:
            if not text.strip():
                continue
            try:
                await self._runtime.in_thread(parse_address, text, field=field)
            except DraftRefused as refusal:
                now = self._drafts.draft
                if (draft.recipient, draft.sender) == (now.recipient, now.sender):
                    tell(f"{translated(refusal.title)} {translated(refusal.advice)}", "error")

    def _show_address_state(self) -> None:
        """Explain the state of the sender's domain before anything is sent."""
        tell = self._panel.sender_box.set_address_message
        address = self._drafts.draft.sender.address
        listing = self._account.domains.listing
        why = why_not(self._account.profile, Ability.READ_DOMAINS)
        if why is not None:
            tell(translated(why), "warning")
            return
        if "@" not in address or listing.state is not ListingState.READY:
            tell("", "none")
            return
        domain = self._account.domain_of(address)
        if domain is None:
            tell(
                self.tr("Your account has no such sending domain, so Migma will refuse it."),
                "warning",
            )
        elif domain.state is DomainState.VERIFIED:
            tell(self.tr("Verified: Migma sends from this domain."), "ok")
        elif domain.state is DomainState.MANAGED:
            tell(self.tr("Managed by Migma: ready to send."), "ok")
        elif domain.state is DomainState.WAITING:
            tell(
                self.tr(
                    "Not verified yet: Migma is waiting for this domain's DNS records and "
                    "will refuse emails from it until then."
                ),
                "warning",
            )
        else:
            tell(self.tr("Verification failed: Migma will refuse emails from it."), "error")


def _without_texts(draft: Draft) -> Draft:
    return dataclasses.replace(draft, subject="", preheader="", markdown="", html="", variables={})
