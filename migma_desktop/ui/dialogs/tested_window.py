"""The email as it was tested last, beside the email as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from migma_desktop.core.looks import Look
from migma_desktop.core.remote_permission import RemotePermission
from migma_desktop.core.settings import PreviewWidth
from migma_desktop.core.text_diff import Change
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.interceptor import RemoteContentGuard
from migma_desktop.ui.preview.lockdown import Lockdown
from migma_desktop.ui.preview.profile import private_profile
from migma_desktop.ui.preview.view import Appearance, PreviewView
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.diff_view import DiffView
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.look_frame import LookFrame
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_SIZE = QSize(1080, 720)
_SMALLEST = QSize(720, 480)


class TestedWindow(QDialog):
    """Shows both emails, scrolled together; or what changed, line by line."""

    __test__ = False  # pytest takes whatever begins like that for tests

    def __init__(
        self,
        *,
        then: str,
        now: str,
        tested_at: datetime,
        is_same: bool,
        changes: Sequence[Change],
        permission: RemotePermission,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("testedWindow")
        self.setWindowTitle(self.tr("Compared with the last test"))
        self.setMinimumSize(_SMALLEST)
        guard = RemoteContentGuard(lockdown=Lockdown(), parent=self)
        guard.set_permission(permission)
        profile = private_profile(guard=guard)
        self._what = SegmentedControl(
            (
                Segment("pages", self.tr("Side by side"), "layout-grid"),
                Segment("text", self.tr("What changed"), "list"),
            ),
            icons=icons,
            accessible_name=self.tr("What to show"),
            object_name="testedWhat",
        )
        self._what.value_changed.connect(self._on_what_changed)
        self._devices = SegmentedControl(
            (
                Segment(PreviewWidth.PHONE, self.tr("Phone"), "smartphone", icon_only=True),
                Segment(PreviewWidth.TABLET, self.tr("Tablet"), "tablet", icon_only=True),
                Segment(PreviewWidth.DESKTOP, self.tr("Desktop"), "monitor", icon_only=True),
            ),
            icons=icons,
            accessible_name=self.tr("Width of both"),
            object_name="testedDevice",
        )
        self._devices.value_changed.connect(lambda value: self.set_device(PreviewWidth(value)))
        at = tested_at.astimezone()
        when = self.tr("As tested on {day} at {time}").format(
            day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}"
        )
        self._frames = (
            LookFrame(Look.LIGHT, icons=icons, name=when, icon_name="mail-check"),
            LookFrame(Look.LIGHT, icons=icons, name=self.tr("Now"), icon_name="pencil"),
        )
        self._diff = DiffView(icons=icons, object_name="testedDiff")
        self._diff.show_changes(changes)
        self._pages = QStackedWidget()
        self._lay_out(
            self.tr("Nothing has changed since the test.")
            if is_same
            else self.tr("It has changed since the test.")
        )
        for frame, html in zip(self._frames, (then, now), strict=True):
            frame.start(PreviewView(profile=profile, parent=frame), Appearance.LIGHT)
            frame.view.set_permission(permission)
            frame.view.scrolled.connect(partial(self._on_scrolled, frame))
            frame.view.show_html(html)
        self.set_device(PreviewWidth.DESKTOP)
        # Behind the views: children die in order of adoption, and a profile must outlive its pages.
        profile.setParent(self)
        self.resize(_SIZE)

    @property
    def views(self) -> tuple[PreviewView, ...]:
        """The two views: as tested, and now."""
        return tuple(frame.view for frame in self._frames)

    def set_device(self, device: PreviewWidth) -> None:
        """Lay both out for a device."""
        self._devices.set_value(device)
        for frame in self._frames:
            frame.stage.set_device(device)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.done(0)

    def _on_what_changed(self, what: str) -> None:
        self._pages.setCurrentIndex(0 if what == "pages" else 1)
        self._devices.setVisible(what == "pages")

    def _on_scrolled(self, scrolled: LookFrame, place: QPointF) -> None:
        if not scrolled.is_in_use():
            return
        for frame in self._frames:
            if frame is not scrolled:
                frame.view.scroll_to(place)

    def _lay_out(self, words: str) -> None:
        said = QLabel(words)
        said.setObjectName("testedSaid")
        set_look(said, "kind", "muted")
        tools = QHBoxLayout()
        tools.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        tools.setSpacing(SPACE_2)
        tools.addWidget(self._what)
        tools.addWidget(said)
        tools.addStretch(1)
        tools.addWidget(self._devices)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for frame in self._frames:
            row.addWidget(frame, 1)
        self._pages.addWidget(both)
        self._pages.addWidget(self._diff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(Divider())
        column.addWidget(self._pages, 1)
