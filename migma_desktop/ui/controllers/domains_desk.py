"""Looks after the sending domains: the list, new ones, tracking, and waiting for Migma."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from math import ceil
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import DomainState
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated

if TYPE_CHECKING:  # nothing of this is needed before somebody asks for the domains
    from migma_desktop.core.domains.kept import DomainKeeper, KeptDomain, Tracking
    from migma_desktop.core.domains.published import LookAtDns
    from migma_desktop.core.domains.watching import WatchStep
    from migma_desktop.ui.controllers.domain_examiner import DomainExaminer
    from migma_desktop.ui.domains.add_domain import AddDomainDialog
    from migma_desktop.ui.domains.domains_window import DomainsWindow


class DomainsDesk(QObject):
    """Opens the window of the domains and carries out what is asked for in it."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        account: AccountController,
        drafts: DraftController,
        sends: SendController,
        settings: SettingsController,
        look_at_dns: LookAtDns,
        write_file: Callable[[Path, bytes], None],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._account = account
        self._drafts = drafts
        self._sends = sends
        self._settings = settings
        self._look_at_dns = look_at_dns
        self._write_file = write_file
        self._now = now
        self._new_id = new_id
        self._shown: DomainsWindow | None = None
        self._examiner: DomainExaminer | None = None
        self._kept: KeptDomain | None = None  # the one that is looked at
        self._watching: tuple[str, asyncio.Task[None]] | None = None
        self._last_look: WatchStep | None = None
        self._add_to_menu()
        account.profile_changed.connect(self._on_profile_changed)
        window.message_panel.sender_box.domains_page_wanted.connect(self.show_domains)

    def show_domains(self) -> DomainsWindow | None:
        """Open the window, at the sender's domain; without an account there are none."""
        if self._account.profile is None:
            self._sends.profile_wanted.emit()
            return None
        if self._shown is None:
            self._shown = self._make_window()
            self._shown.choose(self._drafts.draft.sender.address.rpartition("@")[2].lower())
            self._spawn(self._read())
        self._shown.show()
        self._shown.raise_()
        self._shown.activateWindow()
        return self._shown

    def _make_window(self) -> DomainsWindow:
        from migma_desktop.ui.controllers.domain_examiner import DomainExaminer
        from migma_desktop.ui.domains.domains_window import DomainsWindow

        shown = DomainsWindow(icons=self._icons, now=self._now, parent=self._window)
        shown.chosen.connect(self._on_chosen)
        shown.add_wanted.connect(self._on_add_wanted)
        shown.reload_wanted.connect(lambda: self._spawn(self._read()))
        shown.page.check_wanted.connect(self._on_check_wanted)
        shown.page.stop_wanted.connect(self._on_stop_wanted)
        shown.page.options.tracking_changed.connect(
            lambda tracking: self._spawn(self._set_tracking(tracking))
        )
        shown.finished.connect(self._on_closed)
        self._examiner = DomainExaminer(
            runtime=self._runtime,
            shown=shown,
            account=self._account,
            drafts=self._drafts,
            sends=self._sends,
            settings=self._settings,
            look_at_dns=self._look_at_dns,
            write_file=self._write_file,
            now=self._now,
            new_id=self._new_id,
            parent=shown,
        )
        return shown

    # The list

    async def _read(self, choose: str = "") -> None:
        shown = self._shown
        if shown is None:
            return
        shown.show_loading()
        try:
            domains = await self._keeper.all()
        except KnownError as error:
            shown.show_nothing(translated(error.title), translated(error.advice))
            return
        shown.messages.clear()
        if choose:
            shown.choose(choose)
        shown.show_domains(domains)
        if choose:
            shown.choose(choose)

    @property
    def _keeper(self) -> DomainKeeper:
        return self._account.mailer.domain_keeper

    def _on_chosen(self, kept: KeptDomain) -> None:
        is_another = self._kept is None or self._kept.name != kept.name
        if is_another:
            self._on_stop_wanted()
        self._show(kept, is_another=is_another)

    def _show(self, kept: KeptDomain, *, is_another: bool = False) -> None:
        self._kept = kept
        if self._examiner is not None:
            self._examiner.show(kept, is_another=is_another)

    # New ones

    def _on_add_wanted(self) -> None:
        from migma_desktop.ui.domains.add_domain import AddDomainDialog

        dialog = AddDomainDialog(icons=self._icons, parent=self._shown)
        dialog.prefix_typed.connect(
            lambda prefix: self._spawn_for(dialog, self._check(prefix, dialog))
        )
        dialog.own_wanted.connect(
            lambda name, region: self._spawn_for(
                dialog, self._add(self._keeper.add(name, region=region), dialog)
            )
        )
        dialog.managed_wanted.connect(
            lambda prefix: self._spawn_for(
                dialog, self._add(self._keeper.add_managed(prefix), dialog)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _check(self, prefix: str, dialog: AddDomainDialog) -> None:
        try:
            dialog.show_availability(await self._keeper.check_prefix(prefix))
        except KnownError as error:
            dialog.show_refused(_sentence(error))

    async def _add(
        self, adding: Coroutine[object, object, KeptDomain], dialog: AddDomainDialog
    ) -> None:
        try:
            kept = await adding
        except KnownError as error:
            dialog.show_refused(_sentence(error))
            return
        dialog.accept()
        self._spawn(self._read(choose=kept.name))
        self._account.reload()

    # Options

    async def _set_tracking(self, tracking: Tracking) -> None:
        kept, shown = self._kept, self._shown
        if kept is None or shown is None:
            return
        try:
            changed = await self._keeper.set_tracking(kept.name, tracking)
        except KnownError as error:
            self._show(kept)  # the switch goes back
            shown.page.options.say(_sentence(error))
            return
        self._take(changed)
        shown.page.options.say(self.tr("Migma has taken that over."))

    # Waiting for Migma

    def _on_check_wanted(self) -> None:
        if self._kept is not None and self._watching is None:
            name = self._kept.name
            self._watching = (name, self._spawn(self._watch(self._kept)))

    def _on_stop_wanted(self) -> None:
        if self._watching is not None:
            self._watching[1].cancel()
            self._watching = None
        if self._shown is not None:
            self._shown.page.show_watching("", is_turning=False)

    async def _watch(self, kept: KeptDomain) -> None:
        from migma_desktop.core.domains.watching import watch

        page = self._shown.page if self._shown is not None else None
        if page is None:
            return
        page.show_watching(self.tr("Migma is looking for the records…"), is_turning=True)
        try:
            last = await watch(
                kept, keeper=self._keeper, sleep=self._count_down, told=self._on_watched
            )
        except KnownError as error:
            self._watching = None
            page.show_watching(_sentence(error), is_turning=False)
            return
        self._watching = None
        page.show_watching(self._end_of(last), is_turning=False)
        self._account.reload()

    def _on_watched(self, step: WatchStep) -> None:
        if self._shown is None:
            return
        self._take(step.kept)
        self._last_look = step

    async def _count_down(self, seconds: float) -> None:
        """Sleep, and say meanwhile how long it still takes."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            self._say_next_look(ceil(left))
            await asyncio.sleep(left % 1 or 1)

    def _say_next_look(self, seconds: int) -> None:
        step = self._last_look
        if self._shown is None or step is None:
            return
        found = sum(record.status == "verified" for record in step.kept.domain.records)
        if step.trouble is not None:
            said = translated(step.trouble.title)
        else:
            said = self.tr("{found} of {all} records found by Migma.").format(
                found=found, all=len(step.kept.domain.records)
            )
        self._shown.page.show_watching(
            self.tr("{said} Look {number}; the next one in {seconds} s.").format(
                said=said, number=step.looks, seconds=seconds
            ),
            is_turning=True,
        )

    def _end_of(self, step: WatchStep) -> str:
        if step.kept.domain.can_send:
            return self.tr("Verified: Migma sends from this domain now.")
        if step.kept.domain.state is DomainState.FAILED:
            return self.tr(
                "Migma has given up: the records were not found. The DNS doctor says what is wrong."
            )
        return self.tr("Nothing has changed for an hour. The DNS doctor says what is missing.")

    def _take(self, kept: KeptDomain) -> None:
        """Show what is new about a domain, in the list and, if it is looked at, on its page."""
        if self._shown is None:
            return
        self._shown.update_domain(kept)
        if self._kept is not None and self._kept.name == kept.name:
            self._show(kept)

    # The window

    def _add_to_menu(self) -> None:
        action = QAction(self.tr("Domains…"), self)
        action.setShortcut(QKeySequence("Ctrl+Shift+D"))
        action.triggered.connect(lambda _checked=False: self.show_domains())
        self._window.addAction(action)
        menu = self._window.top_bar.more_menu
        menu.insertAction(menu.actions()[0], action)

    def _on_closed(self) -> None:
        self._on_stop_wanted()
        shown, self._shown, self._examiner, self._kept = self._shown, None, None, None
        if shown is not None:
            shown.deleteLater()

    def _on_profile_changed(self) -> None:
        if self._shown is not None:
            self._shown.close()

    def _spawn(self, coroutine: Coroutine[object, object, None]) -> asyncio.Task[None]:
        return self._runtime.spawn(coroutine, owner=self._shown)

    def _spawn_for(self, owner: QObject, coroutine: Coroutine[object, object, None]) -> None:
        self._runtime.spawn(coroutine, owner=owner)


def _sentence(error: KnownError) -> str:
    return f"{translated(error.title)} {translated(error.advice)}"
