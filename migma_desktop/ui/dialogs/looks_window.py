"""One email in the four looks that readers see it in, beside each other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from migma_desktop.core.looks import FOUR, Look, hint_of
from migma_desktop.core.remote_permission import EVERYTHING, NOTHING, RemotePermission
from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.interceptor import RemoteContentGuard
from migma_desktop.ui.preview.lockdown import Lockdown
from migma_desktop.ui.preview.profile import private_profile
from migma_desktop.ui.preview.view import APPEARANCES, PreviewView
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.look_frame import LookFrame
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_SIZE = QSize(1280, 820)
_SMALLEST = QSize(800, 520)


class LooksWindow(QDialog):
    """Shows an email light, darkened by a mail program, in its own dark styles, and imageless.

    The four are live: ``show_html`` patches what differs. They share one browser profile, which
    asks the guard of the window first and then that of each view.
    """

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("looksWindow")
        self.setWindowTitle(self.tr("Compare looks"))
        self.setMinimumSize(_SMALLEST)
        self._guard = RemoteContentGuard(lockdown=Lockdown(), parent=self)
        profile = private_profile(guard=self._guard)
        self._looks = tuple(LookFrame(look, icons=icons) for look in FOUR)
        self._devices = SegmentedControl(
            (
                Segment(PreviewWidth.PHONE, self.tr("Phone"), "smartphone"),
                Segment(PreviewWidth.TABLET, self.tr("Tablet"), "tablet"),
                Segment(PreviewWidth.DESKTOP, self.tr("Desktop"), "monitor"),
            ),
            icons=icons,
            accessible_name=self.tr("Width of all four"),
            object_name="looksDevice",
        )
        self._devices.value_changed.connect(lambda value: self.set_device(PreviewWidth(value)))
        self._note = QLabel(self.tr("Images from the internet are off for this email."))
        self._note.setObjectName("looksNote")
        set_look(self._note, "kind", "small")
        self._grid = QGridLayout()
        self._lay_out()
        for look in self._looks:
            look.start(PreviewView(profile=profile, parent=look), APPEARANCES[look.look])
            look.view.scrolled.connect(partial(self._on_scrolled, look))
        self.set_device(PreviewWidth.PHONE)
        # Behind the views: children die in order of adoption, and a profile must outlive its pages.
        profile.setParent(self)
        self.set_remote_allowed(False)
        self.resize(_SIZE)

    @property
    def views(self) -> tuple[PreviewView, ...]:
        """The four views: light, darkened, in the author's dark styles, without images."""
        return tuple(look.view for look in self._looks)

    def show_html(self, html: str, missing: frozenset[str] = frozenset()) -> None:
        """Bring all four to a document; placeholders named in ``missing`` are marked."""
        for look in self._looks:
            look.view.show_html(html, missing)
            look.set_hint(translated(hint_of(look.look, html)))

    def set_remote_allowed(self, allowed: bool) -> None:
        """Load all remote images or none; never into the last one."""
        self.set_permission(EVERYTHING if allowed else NOTHING)

    def set_permission(self, permission: RemotePermission) -> None:
        """Load remote images as this draft's user decided; never into the last one."""
        self._guard.set_permission(permission)
        for look in self._looks:
            if look.look is not Look.IMAGELESS:
                look.view.set_permission(permission)
        self._note.setVisible(not permission.everything)

    def set_device(self, device: PreviewWidth) -> None:
        """Lay all four out for a device: phones stand in a row, wider ones two by two."""
        self._devices.set_value(device)
        columns = 4 if device is PreviewWidth.PHONE else 2
        for number, look in enumerate(self._looks):
            look.stage.set_device(device)
            self._grid.addWidget(look, number // columns, number % columns)
        for number in range(4):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setRowStretch(number, 1 if number < 4 // columns else 0)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.done(0)

    def _on_scrolled(self, scrolled: LookFrame, place: QPointF) -> None:
        """Let the others follow the one in which somebody scrolls."""
        if not scrolled.is_in_use():
            return
        for look in self._looks:
            if look is not scrolled:
                look.view.scroll_to(place)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE)
        tools.addWidget(self._devices)
        tools.addStretch(1)
        tools.addWidget(self._note)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(Divider())
        column.addLayout(self._grid, 1)
