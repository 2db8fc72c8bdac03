"""Holds the email against the one that was tested last: in words, and beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.rendering import plain_text
from migma_desktop.core.tested import SinceTest, SinceTestState
from migma_desktop.core.text_diff import Change, changes, compare
from migma_desktop.core.texts import say
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.batch_gate import BatchGate
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.remote_desk import RemoteDesk
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:  # it brings the browser engine, which the window must not wait for
    from migma_desktop.ui.dialogs.tested_window import TestedWindow


class CompareDesk(QObject):
    """Opens the window that shows both, and lets it go.

    Signals:
        test_wanted(): there is nothing to compare with: send a test first.
    """

    test_wanted = Signal()

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        renders: RenderController,
        remote: RemoteDesk,
        gate: BatchGate,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._renders = renders
        self._remote = remote
        self._gate = gate
        self._shown: TestedWindow | None = None

    def show_comparison(self) -> None:
        """Show what was tested last beside what is written now."""
        self._runtime.spawn(self._show(), owner=self)

    async def _show(self) -> None:
        email = self._renders.latest
        if email is None:
            return
        tested = await self._gate.tested(self._drafts.draft, email)
        if tested.test is None:
            self._tell_untested()
            return
        found = await self._runtime.in_thread(_changes, tested, email.html)
        from migma_desktop.ui.dialogs.tested_window import TestedWindow

        if self._shown is not None:
            self._shown.close()
        shown = TestedWindow(
            then=tested.test.html,
            now=email.html,
            tested_at=tested.test.created_at,
            is_same=tested.state is SinceTestState.SAME,
            changes=found,
            permission=self._remote.permission,
            icons=self._icons,
            parent=self._window,
        )
        shown.finished.connect(shown.deleteLater)
        shown.finished.connect(lambda: self._on_closed(shown))
        self._shown = shown
        shown.show()

    def _on_closed(self, shown: TestedWindow) -> None:
        if self._shown is shown:
            self._shown = None

    def _tell_untested(self) -> None:
        from migma_desktop.ui.widgets.banner import MessageAction

        self._window.messages.show_message(
            "info",
            self.tr("This email was not tested yet"),
            self.tr("Send a test first; afterwards you see here what has changed since."),
            actions=[MessageAction(self.tr("Send a test"), self.test_wanted.emit)],
        )


def _changes(tested: SinceTest, now: str) -> Sequence[Change]:
    """Compare what is read, then what was written. May take some 100 ms."""
    test = tested.test
    if test is None:
        return ()
    found = []
    old, new = plain_text(test.html), plain_text(now)
    if old != new:
        found.append(Change(say("What is read"), *compare(old, new)))
    if test.draft is not None:
        found += changes(test.draft, tested.draft)
    return found
