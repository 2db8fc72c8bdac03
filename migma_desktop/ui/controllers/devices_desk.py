"""Leads from the question what pictures on real devices cost to the pictures themselves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from migma_desktop.core.device_previews import (
    DevicePhotographer,
    DevicePreview,
    DeviceShot,
    ShotState,
    usual_devices,
)
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import KeyKind, Profile, RenderedEmail
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # rarely wanted
    from migma_desktop.ui.dialogs.devices_window import DevicesWindow


class DevicesDesk(QObject):
    """Opens the window, and has the pictures taken once its user agrees to the price."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        renders: RenderController,
        account: AccountController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._renders = renders
        self._account = account
        self._photographer = DevicePhotographer(mailer=account.mailer_for)
        self._shown: DevicesWindow | None = None
        self._work: asyncio.Task[None] | None = None
        self._asked: set[str] = set()  # devices whose picture was asked for

    def show_devices(self) -> None:
        """Ask on which devices, and for the price; one window at a time."""
        profile, email = self._account.profile, self._renders.latest_shown
        if profile is None:
            self._window.messages.show_message(
                "info",
                self.tr("No account is open"),
                self.tr("Pictures on real devices are taken by Migma: open an account first."),
            )
            return
        if self._shown is not None:
            self._shown.raise_()
            self._shown.activateWindow()
            return
        if email is None:
            return
        from migma_desktop.ui.dialogs.devices_window import DevicesWindow

        shown = DevicesWindow(
            icons=self._icons,
            is_practice=profile.kind is KeyKind.SANDBOX,
            parent=self._window,
        )
        shown.wanted.connect(lambda devices: self._begin(profile, email, devices))
        shown.stop_wanted.connect(self._stop)
        shown.finished.connect(self._on_closed)
        self._shown = shown
        shown.show()
        self._runtime.spawn(self._prepare(profile), owner=shown, on_known_error=shown.show_trouble)

    async def _prepare(self, profile: Profile) -> None:
        """Read what devices there are, and what is left to pay with."""
        mailer = self._account.mailer_for(profile.id)
        devices = await mailer.devices()
        if self._shown is not None:
            self._shown.show_devices(devices, usual_devices(devices))
        try:
            left = await mailer.credits_left()
        except KnownError:
            return  # nice to know, and no more than that
        if self._shown is not None:
            self._shown.show_credits(left)

    def _begin(self, profile: Profile, email: RenderedEmail, devices: tuple[str, ...]) -> None:
        shown = self._shown
        if shown is None or self._is_under_way():
            return
        self._asked.clear()
        shown.show_begun()
        self._work = self._runtime.spawn(
            self._take(shown, profile, email, devices),
            owner=shown,
            on_known_error=shown.show_trouble,
        )

    async def _take(
        self,
        shown: DevicesWindow,
        profile: Profile,
        email: RenderedEmail,
        devices: tuple[str, ...],
    ) -> None:
        def told(preview: DevicePreview) -> None:
            shown.show_preview(preview)
            for shot in preview.shots:
                self._fetch(shown, profile, shot)

        preview = await self._photographer.take(
            profile_id=profile.id,
            html=email.html,
            subject=email.subject,
            devices=devices,
            told=told,
        )
        shown.show_end(preview)

    def _fetch(self, shown: DevicesWindow, profile: Profile, shot: DeviceShot) -> None:
        if shot.state is ShotState.DONE and shot.address and shot.key not in self._asked:
            self._asked.add(shot.key)
            self._runtime.spawn(
                self._load(shown, profile, shot),
                owner=shown,
                on_known_error=lambda _error: shown.show_picture_missing(shot.key),
            )

    async def _load(self, shown: DevicesWindow, profile: Profile, shot: DeviceShot) -> None:
        data = await self._account.mailer_for(profile.id).picture(shot.address)
        picture = await self._runtime.in_thread(QImage.fromData, data)
        if picture.isNull():
            shown.show_picture_missing(shot.key)
        else:
            shown.show_picture(shot.key, picture)

    def _stop(self) -> None:
        if self._work is not None and self._is_under_way():
            self._work.cancel()
            if self._shown is not None:
                self._shown.show_stopped()

    def _is_under_way(self) -> bool:
        return self._work is not None and not self._work.done()

    def _on_closed(self) -> None:
        if self._is_under_way() and self._work is not None:
            self._work.cancel()
        if self._shown is not None:
            self._shown.deleteLater()
            self._shown = None
