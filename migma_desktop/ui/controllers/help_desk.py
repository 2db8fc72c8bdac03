"""Windows beside the window: the practice inbox, about, and the report of an unforeseen error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from migma_desktop.core.texts import Text
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.crash import about_this_system
from migma_desktop.ui.dialogs.about_dialog import AboutDialog
from migma_desktop.ui.dialogs.crash_dialog import CrashDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.translation import translated

if TYPE_CHECKING:  # it brings the browser engine, which the window must not wait for
    from migma_desktop.ui.dialogs.inbox_model import PracticeInbox
    from migma_desktop.ui.dialogs.inbox_window import InboxWindow


_LONGEST = 120  # characters of a link or a list within a sentence


class HelpDesk(QObject):
    """Opens what isn't part of the main job."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        theme: Theme,
        inbox: Callable[[], PracticeInbox],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._theme = theme
        self._inbox = inbox
        self._inbox_window: InboxWindow | None = None
        self._crash_dialog: CrashDialog | None = None

    def show_inbox(self) -> InboxWindow:
        """Show what the sandbox delivered."""
        from migma_desktop.ui.dialogs.inbox_window import InboxWindow

        if self._inbox_window is None:
            self._inbox_window = InboxWindow(
                inbox=self._inbox(), icons=self._icons, parent=self._window
            )
            self._inbox_window.finished.connect(self._on_inbox_closed)
        self._inbox_window.show()
        self._inbox_window.raise_()
        self._inbox_window.activateWindow()
        return self._inbox_window

    def show_about(self) -> None:
        """Show the version and the ways to a newer one and to the licences."""
        dialog = AboutDialog(icons=self._icons, parent=self._window)
        dialog.licences_wanted.connect(lambda: self._show_licences(dialog))
        self._open(dialog)

    def show_crash(self, report: str) -> None:
        """Show an unforeseen error, once at a time; the log has them all."""
        if self._crash_dialog is not None:
            return
        self._crash_dialog = CrashDialog(report, icons=self._icons, parent=self._window)
        self._crash_dialog.finished.connect(self._on_crash_closed)
        self._crash_dialog.open()

    def show_notice(self, notice: Text) -> None:
        """Tell what happened to the user's files while the program started."""
        self._window.messages.show_message(
            "warning",
            self.tr("Something was put in order at the start"),
            translated(notice),
            details=about_this_system(),
        )

    def tell_left_out(self, names: Sequence[str]) -> None:
        """Tell which parts of a mailto link can't be carried."""
        if names:
            self._window.messages.show_message(
                "info",
                self.tr("Not everything in the link was taken over"),
                self.tr("One email goes to one address here. Left out: {names}").format(
                    names=", ".join(names)
                ),
            )

    def tell_link_refused(self, link: str) -> None:
        """Tell why a click on a link in the preview opened nothing."""
        self._window.messages.show_message(
            "warning",
            self.tr("This link can’t be opened here"),
            self.tr(
                "“{link}” is no address of a website, an email or a phone, or nothing on this "
                "computer opens it. In the email it stays as it is: see that it begins with "
                "https:// where a website is meant."
            ).format(link=_in_short(link)),
            details=link,
        )

    def tell_pasted(self, names: Sequence[str], unused: Sequence[str]) -> None:
        """Tell what a paste into the variables brought."""
        if len(names) == 1:
            title = self.tr("One value was pasted")
        else:
            title = self.tr("{count} values were pasted").format(count=len(names))
        text = ""
        if unused:
            text = self.tr(
                "Not in this email, and kept for later: {names}. Look for a different spelling."
            ).format(names=_in_short(", ".join(unused)))
        self._window.messages.show_message("info" if unused else "success", title, text)

    def _show_licences(self, parent: QWidget) -> None:
        self._runtime.spawn(self._read_licences(parent), owner=parent)

    async def _read_licences(self, parent: QWidget) -> None:
        from migma_desktop.core.ingredients import ingredients
        from migma_desktop.ui.dialogs.licences_dialog import LicencesDialog

        inside = await self._runtime.in_thread(ingredients)
        self._open(LicencesDialog(inside, icons=self._icons, parent=parent))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_inbox_closed(self) -> None:
        if self._inbox_window is not None:
            self._inbox_window.deleteLater()
            self._inbox_window = None

    def _on_crash_closed(self) -> None:
        if self._crash_dialog is not None:
            self._crash_dialog.deleteLater()
            self._crash_dialog = None


def _in_short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
