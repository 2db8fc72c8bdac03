"""The view that shows an untrusted email: locked down, and patched in place."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QWidget

from migma_desktop.core.looks import Look
from migma_desktop.core.remote_permission import EVERYTHING, NOTHING, RemotePermission
from migma_desktop.ui.preview.interceptor import RemoteContentGuard
from migma_desktop.ui.preview.lockdown import Lockdown
from migma_desktop.ui.preview.page import PreviewPage
from migma_desktop.ui.preview.patcher import Patcher
from migma_desktop.ui.preview.profile import private_profile
from migma_desktop.ui.qt import override

if TYPE_CHECKING:  # asked for when somebody looks for a place, long after the start
    from migma_desktop.ui.preview.places import PreviewPlaces

_CTRL = Qt.KeyboardModifier.ControlModifier


class Appearance(Enum):
    """How light or dark an email is shown."""

    LIGHT = auto()
    DARKENED = auto()  # as programs do that darken every email: an approximation
    AUTHORS_DARK = auto()  # with the email's own styles for dark mode


APPEARANCES = {
    Look.LIGHT: Appearance.LIGHT,
    Look.DARKENED: Appearance.DARKENED,
    Look.OWN_DARK: Appearance.AUTHORS_DARK,
    Look.IMAGELESS: Appearance.LIGHT,
}
"""How light or dark each look is that shows the email itself."""


class PreviewView(QWebEngineView):
    """Shows an email exactly as given, and lets it do nothing.

    Signals:
        shown: the document of this revision is in the page; painting follows within a frame.
        failed: the document of this revision could not be shown.
        link_clicked: the user clicked a link; nothing was opened.
        link_hovered: the address under the pointer, empty when there is none.
        remote_content_blocked: the hosts whose pictures, fonts or styles were refused, as a
            frozenset of str; empty when nothing is refused any more.
        focus_changed: the keyboard's focus came into the email, or left it.
        scrolled: the email now begins at this place, in CSS pixels.
        clicked, double_clicked: the user did that at a place of the view, in CSS pixels.
        source_wanted, retouch_wanted: the menu was asked for that at such a place.
        hovered: the pointer came over the email, or left it.
        zoom_turned: the wheel was turned with Ctrl held: up is positive.
    """

    shown = Signal(int)
    failed = Signal(int)
    link_clicked = Signal(QUrl)
    link_hovered = Signal(str)
    remote_content_blocked = Signal(object)
    focus_changed = Signal(bool)
    scrolled = Signal(QPointF)
    clicked = Signal(QPointF)
    double_clicked = Signal(QPointF)
    source_wanted = Signal(QPointF)
    retouch_wanted = Signal(QPointF)
    hovered = Signal(bool)
    zoom_turned = Signal(int)

    def __init__(
        self,
        *,
        lockdown: Lockdown | None = None,
        profile: QWebEngineProfile | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a view with a profile of its own, or with one that several views share.

        A shared ``profile``, made by ``private_profile``, must outlive the view; what its guard
        refuses stays refused, and what this view's guard refuses is refused to this view alone.
        """
        super().__init__(parent)
        rules = lockdown or Lockdown()
        self._guard = RemoteContentGuard(lockdown=rules, parent=self)
        shared_or_own = profile or private_profile(guard=self._guard)
        self._page = PreviewPage(profile=shared_or_own, lockdown=rules, parent=self)
        if profile is None:
            # Children die in order of adoption, and a profile must outlive its pages.
            shared_or_own.setParent(self)
        else:
            self._page.setUrlRequestInterceptor(self._guard)
        self._patcher = Patcher(
            page=self._page,
            lockdown=rules,
            is_remote_allowed=lambda: self._guard.permission.allows_anything,
            parent=self,
        )
        self.setPage(self._page)
        self._focus_holder: QWidget | None = None
        self._places: PreviewPlaces | None = None
        self._pressed: QPointF | None = None  # where a click may have begun
        self._offers_source = False
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Email preview"))

        self._guard.blocked_changed.connect(self._on_blocked_changed)
        self._patcher.shown.connect(self._on_shown)
        self._patcher.failed.connect(self.failed)
        self._page.link_clicked.connect(self.link_clicked)
        self._page.linkHovered.connect(self.link_hovered)
        self._page.scrollPositionChanged.connect(self._on_scrolled)
        self._patcher.prepare()

    def expect(self, html: str) -> None:
        """Get ready for a document like this one, at once after the view was made.

        Only the doctype counts. The page is loaded once instead of twice if it is another one than
        most emails have: some 50 ms.
        """
        self._patcher.expect(html)

    def show_html(self, html: str, missing: frozenset[str] = frozenset()) -> int:
        """Bring the view to a document, without flicker and keeping the scroll position.

        Placeholders named in ``missing`` are marked where the text shows them. Returns the revision
        that ``shown`` will name; revisions that a newer one overtook are never announced.
        """
        return self._patcher.show(html, missing)

    @property
    def revision(self) -> int:
        """The revision of the document that was asked for last; 0 before the first."""
        return self._patcher.revision

    @property
    def shown_revision(self) -> int:
        """The revision of the document that is in the page; 0 where there is none."""
        return self._patcher.shown_revision

    @property
    def remote_allowed(self) -> bool:
        """Whether all remote pictures, fonts and styles may load."""
        return self._guard.remote_allowed

    def set_remote_allowed(self, allowed: bool) -> None:
        """Load all remote pictures, fonts and styles, or none; the user decides for each draft."""
        self.set_permission(EVERYTHING if allowed else NOTHING)

    def set_permission(self, permission: RemotePermission) -> None:
        """Load remote pictures, fonts and styles from these hosts, and from nowhere else."""
        if permission == self._guard.permission:
            return
        self._guard.set_permission(permission)
        self._patcher.reload()

    def blocked_urls(self) -> frozenset[str]:
        """Return the addresses of the remote content that the shown email was refused."""
        return self._guard.blocked_urls()

    def blocked_images(self) -> frozenset[str]:
        """Return those of them that are images."""
        return self._guard.blocked_images()

    def set_appearance(self, appearance: Appearance) -> None:
        """Show the email in light or dark, whatever the system's own theme is."""
        dark = QWebEngineSettings.WebAttribute.ForceDarkMode
        self._page.settings().setAttribute(dark, appearance is Appearance.DARKENED)
        is_authors_dark = appearance is Appearance.AUTHORS_DARK
        self._patcher.set_scheme("dark" if is_authors_dark else "light")

    def scroll_to(self, place: QPointF) -> None:
        """Let the email begin at a place, in CSS pixels."""
        self._patcher.scroll_to(place)

    @property
    def places(self) -> PreviewPlaces:
        """What tells which text is where."""
        if self._places is None:
            from migma_desktop.ui.preview.places import PreviewPlaces

            self._places = PreviewPlaces(page=self._page, parent=self)
        return self._places

    def offer_source(self, offered: bool) -> None:
        """Offer in the menu to go to the source and to change a text, or not."""
        self._offers_source = offered

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setObjectName("previewMenu")
        if self._offers_source:
            self._add_source_actions(menu, QPointF(event.pos()) / self.zoomFactor())
        copy = menu.addAction(self.tr("&Copy"))
        copy.setEnabled(self._page.hasSelection())
        copy.triggered.connect(lambda: self._page.triggerAction(QWebEnginePage.WebAction.Copy))
        request = self.lastContextMenuRequest()
        link = request.linkUrl().toString() if request else ""
        if link:
            copy_link = menu.addAction(self.tr("Copy &link address"))
            copy_link.triggered.connect(lambda: QGuiApplication.clipboard().setText(link))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def _add_source_actions(self, menu: QMenu, place: QPointF) -> None:
        source = menu.addAction(self.tr("&Go to source"))
        source.triggered.connect(lambda: self.source_wanted.emit(place))
        retouch = menu.addAction(self.tr("&Edit text"))
        retouch.triggered.connect(lambda: self.retouch_wanted.emit(place))
        menu.addSeparator()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.focus_changed.emit(kind == QEvent.Type.FocusIn)
        elif kind in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self.hovered.emit(kind == QEvent.Type.Enter)
        elif isinstance(event, QMouseEvent):
            self._watch_mouse(event)
        elif isinstance(event, QWheelEvent) and event.modifiers() == _CTRL:
            if event.angleDelta().y():
                self.zoom_turned.emit(event.angleDelta().y())
            return True
        return super().eventFilter(watched, event)

    def _watch_mouse(self, event: QMouseEvent) -> None:
        """Notice clicks beside the page, which gets every event as well and reports none."""
        kind, place = event.type(), event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_plain = is_left and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if kind == QEvent.Type.MouseButtonPress:
            self._pressed = place if is_plain else None
        elif kind == QEvent.Type.MouseButtonDblClick:
            self._pressed = None
            if is_plain:
                self.double_clicked.emit(place / self.zoomFactor())
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed is not None and is_left:
            way = (place - self._pressed).manhattanLength()
            self._pressed = None
            if way < QGuiApplication.styleHints().startDragDistance():  # no text was selected
                self.clicked.emit(place / self.zoomFactor())

    def _watch_focus(self) -> None:
        """Follow the widget that holds the focus for this one; a new process brings another."""
        holder = self.focusProxy()
        if isinstance(holder, QWidget) and holder is not self._focus_holder:
            self._focus_holder = holder
            holder.installEventFilter(self)

    def _on_shown(self, revision: int) -> None:
        self._watch_focus()
        self._guard.forget_all_but(self._patcher.html)
        self.shown.emit(revision)

    def _on_scrolled(self, place: QPointF) -> None:
        self.scrolled.emit(place / self.zoomFactor())  # Qt counts the window's pixels

    def _on_blocked_changed(self) -> None:
        self.remote_content_blocked.emit(self._guard.blocked_hosts())
