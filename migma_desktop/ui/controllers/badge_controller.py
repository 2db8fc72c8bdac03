"""Keeps the badge beside Send true: tested and unchanged, changed, or not tested."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.models import Send, SendState
from migma_desktop.core.tested import (
    Change,
    DiffLine,
    SinceTest,
    SinceTestState,
    badge_text,
    changes,
    compare_texts,
    short_badge_text,
)
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.batch_gate import BatchGate
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.review_controller import ReviewController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated

_MINUTE_MS = 60_000


class BadgeController(QObject):
    """Looks beside the GUI thread, once typing rests: the review that comes then is its clock.

    Signals:
        both_wanted(): show the tested email and the present one beside each other.
    """

    both_wanted = Signal()

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        icons: Icons,
        drafts: DraftController,
        renders: RenderController,
        reviews: ReviewController,
        sends: SendController,
        gate: BatchGate,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._window = window
        self._icons = icons
        self._drafts = drafts
        self._renders = renders
        self._sends = sends
        self._gate = gate
        self._tested: SinceTest | None = None
        self._is_looking = self._is_wanted = False
        self._minutes = QTimer(self, interval=_MINUTE_MS)
        self._minutes.timeout.connect(self._show)
        reviews.judged.connect(self._look)
        sends.changed.connect(self._on_send_changed)
        window.top_bar.tested_wanted.connect(self._on_badge_pressed)

    def _on_send_changed(self, send: Send) -> None:
        if send.is_test and send.state is SendState.ACCEPTED:
            self._look()

    def _look(self) -> None:
        self._is_wanted = True
        if not self._is_looking:
            self._is_looking = True
            self._runtime.spawn(self._work(), owner=self)

    async def _work(self) -> None:
        try:
            while self._is_wanted and (rendered := self._renders.latest) is not None:
                self._is_wanted = False
                self._tested = await self._gate.tested(self._drafts.draft, rendered)
        finally:
            self._is_looking = False
        self._minutes.start()
        self._show()

    def _show(self) -> None:
        tested = self._tested
        if tested is None:
            return
        self._window.top_bar.show_tested(
            translated(badge_text(tested, now=datetime.now(UTC))),
            translated(short_badge_text(tested.state)),
            tested.state.value,
        )

    def _on_badge_pressed(self) -> None:
        tested = self._tested
        if tested is None or tested.state is SinceTestState.UNTESTED:
            self._sends.request_test()
        else:
            self._runtime.spawn(self._compare(tested), owner=self)

    async def _compare(self, tested: SinceTest) -> None:
        found, lines = await self._runtime.in_thread(_compare, tested)
        from migma_desktop.ui.dialogs.changes_dialog import ChangesDialog

        dialog = ChangesDialog(tested, found, lines, icons=self._icons, parent=self._window)
        dialog.test_wanted.connect(self._sends.request_test)
        dialog.both_wanted.connect(self.both_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _compare(tested: SinceTest) -> tuple[list[Change], list[DiffLine]]:
    if tested.test is None or tested.request is None:
        return [], []
    return changes(tested.test.request, tested.request), compare_texts(tested)
