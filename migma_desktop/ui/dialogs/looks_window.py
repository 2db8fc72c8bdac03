"""One email in the four looks that readers see it in, beside each other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.interceptor import RemoteContentGuard
from migma_desktop.ui.preview.lockdown import Lockdown
from migma_desktop.ui.preview.profile import private_profile
from migma_desktop.ui.preview.view import Appearance, PreviewView
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.icon_label import IconLabel
from migma_desktop.ui.widgets.preview_stage import PreviewStage
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
        self._light = _Look(self.tr("Light"), "sun", Appearance.LIGHT, icons=icons)
        self._light.set_hint(self.tr("As the preview shows it"))
        self._darkened = _Look(
            self.tr("Darkened by the mail program"), "moon", Appearance.DARKENED, icons=icons
        )
        self._darkened.set_hint(self.tr("An approximation: programs differ"))
        self._dark = _Look(
            self.tr("In its own dark styles"), "palette", Appearance.AUTHORS_DARK, icons=icons
        )
        self._imageless = _Look(
            self.tr("Without images"), "image-off", Appearance.LIGHT, icons=icons
        )
        self._imageless.set_hint(self.tr("As many programs show it at first"))
        self._looks = (self._light, self._darkened, self._dark, self._imageless)
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
            look.start(PreviewView(profile=profile, parent=look))
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
        has_dark_styles = "prefers-color-scheme" in html.lower()
        self._dark.set_hint(
            self.tr("As Apple Mail and others show it")
            if has_dark_styles
            else self.tr("This email has none, so it stays light")
        )

    def set_remote_allowed(self, allowed: bool) -> None:
        """Load remote images, as this draft's user decided; never into the last one."""
        self._guard.set_remote_allowed(allowed)
        for look in self._looks[:-1]:
            look.view.set_remote_allowed(allowed)
        self._note.setVisible(not allowed)

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

    def _on_scrolled(self, scrolled: _Look, place: QPointF) -> None:
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


class _Look(QWidget):
    """One of the four: what it is, a word about it, and the email."""

    view: PreviewView

    def __init__(self, name: str, icon_name: str, appearance: Appearance, *, icons: Icons) -> None:
        super().__init__()
        self._appearance = appearance
        title = IconLabel(icon_name, icons=icons, role="text_muted")
        heading = QLabel(name)
        set_look(heading, "kind", "label")
        self._hint = QLabel()
        set_look(self._hint, "kind", "small")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stage = PreviewStage(icons=icons, object_name=f"look.{appearance.name.lower()}")
        self.stage.setAccessibleName(name)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(title)
        head.addWidget(heading)
        head.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE_2, SPACE, SPACE_2, SPACE_HALF)
        top.setSpacing(0)
        top.addLayout(head)
        top.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.stage, 1)

    def start(self, view: PreviewView) -> None:
        """Put the view on the stage, in this look."""
        self.view = view
        view.set_appearance(self._appearance)
        view.setAccessibleName(self.stage.accessibleName())
        view.link_hovered.connect(self.stage.show_link)
        self.stage.set_view(view)

    def is_in_use(self) -> bool:
        """Whether mouse or keyboard are here: what is scrolled from elsewhere isn't followed."""
        holder = self.view.focusProxy()
        return self.stage.underMouse() or (holder is not None and holder.hasFocus())

    def set_hint(self, hint: str) -> None:
        """Say a word about the look."""
        self._hint.setText(hint)
        self._hint.setToolTip(hint)
