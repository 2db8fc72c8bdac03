"""The email as it is shown, out of the program: as a file, in the browser, on the clipboard."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QClipboard, QDesktopServices, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog

from migma_desktop.core.email_file import as_unsent_eml, for_browser
from migma_desktop.core.models import RenderedEmail
from migma_desktop.core.remote_content import remote_hosts
from migma_desktop.core.rendering import plain_text
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.remote_desk import RemoteDesk
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.controllers.viewing_desk import forget_pages
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.widgets.banner import MessageAction

_LONGEST_NAME = 60  # characters of a subject in the name of a file

Save = Callable[[Path, bytes], None]
"""Write a file as a whole. Blocks. Raises StoreError."""


class ExportDesk(QObject):
    """Carries out the orders of the preview's menu that end in a file or on the clipboard.

    Signals:
        trouble(KnownError): an order can't be carried out; nothing typed is lost.
    """

    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        clipboard: QClipboard,
        drafts: DraftController,
        renders: RenderController,
        remote: RemoteDesk,
        settings: SettingsController,
        save: Save,
        pages: Path,
        parent: QObject | None = None,
    ) -> None:
        """Keep the files that a browser opens in ``pages`` until the program ends."""
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._clipboard = clipboard
        self._drafts = drafts
        self._renders = renders
        self._remote = remote
        self._settings = settings
        self._save = save
        self._pages = pages

    def save_picture(self) -> None:
        """Ask where a picture of the whole email goes, as wide as it is shown."""
        self._ask("savePictureDialog", self.tr("Save as a picture"), "png", self._picture(1))

    def save_sharp_picture(self) -> None:
        """Ask where a picture goes that has two pixels for each, for screens that have them."""
        self._ask("savePictureDialog", self.tr("Save as a picture"), "png", self._picture(2))

    def save_pdf(self) -> None:
        """Ask where the email goes as a PDF, as wide as it is shown."""
        self._ask("savePdfDialog", self.tr("Save as a PDF"), "pdf", self._pdf)

    def save_html(self) -> None:
        """Ask where the final HTML goes."""
        self._ask("saveHtmlDialog", self.tr("Save the final HTML"), "html", self._html)

    def save_eml(self) -> None:
        """Ask where the email goes as a file that mail programs open as a draft."""
        self._ask("saveEmlDialog", self.tr("Save as an email file"), "eml", self._eml)

    def open_in_browser(self) -> None:
        """Open the email in the user's browser, after a word about what that loads."""
        self._spawn(self._offer_browser())

    def copy(self) -> None:
        """Copy the email to be pasted into a document or into another email."""
        self._spawn(self._copy())

    def copy_html(self) -> None:
        """Copy the final HTML as text."""
        email = self._renders.latest_shown
        if email is not None:
            self._clipboard.setText(email.html)
            self._tell(self.tr("The HTML is copied"))

    # What is made

    def _picture(self, scale: int) -> Callable[[RenderedEmail], Awaitable[bytes]]:
        async def make(email: RenderedEmail) -> bytes:
            from migma_desktop.ui.preview.page_shot import PageShot

            shot = PageShot(
                css_width=self._window.preview_pane.css_width,
                scale=scale,
                look=self._window.preview_pane.look,
                permission=self._remote.permission,
                parent=self._window,
            )
            try:
                await shot.open(email.html)
                picture = await shot.picture()
            finally:
                shot.close()
            return await self._runtime.in_thread(_as_png, picture)

        return make

    async def _pdf(self, email: RenderedEmail) -> bytes:
        from migma_desktop.ui.preview.page_shot import PageShot

        shot = PageShot(
            css_width=self._window.preview_pane.css_width,
            look=self._window.preview_pane.look,
            permission=self._remote.permission,
            parent=self._window,
        )
        try:
            await shot.open(email.html)
            return await shot.pdf()
        finally:
            shot.close()

    async def _html(self, email: RenderedEmail) -> bytes:
        return email.html.encode(errors="replace")

    async def _eml(self, email: RenderedEmail) -> bytes:
        return await self._runtime.in_thread(as_unsent_eml, self._drafts.draft, email)

    # Files

    def _ask(
        self,
        object_name: str,
        title: str,
        ending: str,
        make: Callable[[RenderedEmail], Awaitable[bytes]],
    ) -> None:
        """Ask for a file; the email is taken as it is at this moment."""
        email = self._renders.latest_shown
        if email is None:
            return
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName(object_name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        folder = self._settings.settings.last_folder
        if folder:
            dialog.setDirectory(folder)
        dialog.selectFile(f"{self._name(email)}.{ending}")
        dialog.fileSelected.connect(
            lambda chosen: self._spawn(self._make_and_save(Path(chosen), email, make))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _make_and_save(
        self,
        path: Path,
        email: RenderedEmail,
        make: Callable[[RenderedEmail], Awaitable[bytes]],
    ) -> None:
        self._settings.change(last_folder=str(path.parent))
        data = await make(email)
        await self._runtime.in_thread(self._save, path, data)
        self._tell(self.tr("Saved as {file}").format(file=path.name))

    def _name(self, email: RenderedEmail) -> str:
        """Return a name that every file system takes."""
        name = self._drafts.name or email.subject
        plain = "".join(c if c.isalnum() or c in " -_.,()" else " " for c in name)
        return " ".join(plain.split()).strip(". ")[:_LONGEST_NAME] or self.tr("Email")

    # Browser

    async def _offer_browser(self) -> None:
        email = self._renders.latest_shown
        if email is None:
            return
        hosts = await self._runtime.in_thread(remote_hosts, email.html)
        if all(self._remote.permission.allows(host.name) for host in hosts):
            await self._open_in_browser(email)
            return
        go_on = MessageAction(
            self.tr("Open all the same"), lambda: self._spawn(self._open_in_browser(email))
        )
        names = ", ".join(host.name for host in hosts[:3])
        self._window.messages.show_message(
            "info",
            self.tr("Your browser will load what this email has on the internet"),
            self.tr("It comes from {hosts}. Whoever runs that learns that it is looked at.").format(
                hosts=names if len(hosts) <= len(hosts[:3]) else f"{names}…"
            ),
            actions=[go_on],
        )

    async def _open_in_browser(self, email: RenderedEmail) -> None:
        path = await self._runtime.in_thread(self._write_page, for_browser(email.html))
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._window.messages.show_message(
                "warning",
                self.tr("No browser opened"),
                self.tr("Save the HTML as a file instead, and open it with the browser you like."),
            )

    def _write_page(self, html: str) -> Path:
        forget_pages(self._pages)
        # Another name each time: a browser may still show the last one.
        path = self._pages / f"email-{uuid.uuid4().hex[:8]}.html"
        self._save(path, html.encode(errors="replace"))
        return path

    # Clipboard

    async def _copy(self) -> None:
        email = self._renders.latest_shown
        if email is None:
            return
        text = await self._runtime.in_thread(plain_text, email.html)
        data = QMimeData()
        data.setHtml(email.html)
        data.setText(text)
        self._clipboard.setMimeData(data)
        self._window.messages.show_message(
            "success",
            self.tr("The email is copied"),
            self.tr("Paste it into a document or another email. Some programs change its looks."),
        )

    def _tell(self, words: str) -> None:
        self._window.messages.show_message("success", words)

    def _spawn(self, coroutine: Coroutine[object, object, None]) -> None:
        self._runtime.spawn(coroutine, owner=self, on_known_error=self.trouble.emit)


def _as_png(picture: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    buffer.close()
    return bytes(data.data())
