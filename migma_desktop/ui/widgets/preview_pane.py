"""The preview's part of the window: the inbox line, the email, and how it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QUrl, Signal, Slot
from PySide6.QtGui import QClipboard, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from migma_desktop.core.clipping import measure
from migma_desktop.core.looks import Look, has_dark_styles
from migma_desktop.core.remote_permission import EVERYTHING, NOTHING, RemotePermission
from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.clip_gauge import ClipGaugeView
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.link_notice import LinkNotice
from migma_desktop.ui.widgets.look_button import LookButton
from migma_desktop.ui.widgets.panel import Panel
from migma_desktop.ui.widgets.preview_blocked import BlockedNotice
from migma_desktop.ui.widgets.preview_controls import device_control, icon_button, looks_button
from migma_desktop.ui.widgets.preview_inbox_line import InboxLine, InboxLineView
from migma_desktop.ui.widgets.preview_notice import PreviewNotice
from migma_desktop.ui.widgets.preview_stage import PreviewStage
from migma_desktop.ui.widgets.zoom_button import ZoomButton

if TYPE_CHECKING:  # importing the engine takes time that the window does not have at its start
    from migma_desktop.ui.preview.view import PreviewView
    from migma_desktop.ui.widgets.inbox_page import InboxPage
    from migma_desktop.ui.widgets.text_page import TextPage


class PreviewPane(Panel):
    """Shows the email as it will arrive.

    It is ready at once and keeps what it is given; ``start_web_view`` brings the engine in when
    the window takes typing.

    Signals:
        shown: the document of the latest ``show_html`` is in the page; painted within a frame.
        remote_allowed_changed: the user allowed or forbade remote images for this draft.
        hosts_wanted: the user wants to know from where something would load.
        open_link_requested: the user wants this address opened outside the program.
        device_changed: the user chose another width (a PreviewWidth).
        free_width_changed, zoom_changed: the user drew or sized the email; see PreviewStage.
        look_changed: another Look is shown.
        looks_wanted: the user wants to see the email's four looks beside each other.
        view_started(PreviewView): the browser engine is there.
        more_wanted: the user wants the menu of what can be done with the email, at this place.
    """

    shown = Signal()
    remote_allowed_changed = Signal(bool)
    hosts_wanted = Signal()
    open_link_requested = Signal(str)
    device_changed = Signal(object)
    free_width_changed = Signal(int)
    zoom_changed = Signal(int)
    look_changed = Signal(object)
    looks_wanted = Signal()
    view_started = Signal(object)
    more_wanted = Signal(QPoint)

    def __init__(
        self, *, icons: Icons, clipboard: QClipboard, parent: QWidget | None = None
    ) -> None:
        super().__init__("", object_name="previewPane", parent=parent)
        self.set_title(self.tr("Preview"))
        self._view: PreviewView | None = None
        self._html = ""
        self._missing: frozenset[str] = frozenset()
        self._revision = 0
        self._shown_revision = 0
        self._permission = NOTHING

        self._devices = device_control(icons)
        self._devices.set_value(PreviewWidth.DESKTOP)
        self._look = LookButton(icons=icons)
        self._images = icon_button("image", self.tr("Show remote images"), "previewImages", icons)
        self._images.setCheckable(True)
        self._looks = looks_button(icons)
        more = self.tr("Save, open, copy and compare")
        self._more = icon_button("ellipsis", more, "previewMore", icons)
        self._gauge = ClipGaugeView(icons=icons)
        self._zoom = ZoomButton(icons=icons)
        self._inbox_line = InboxLineView(icons=icons, object_name="previewInboxLine")
        self._blocked = BlockedNotice(icons=icons, object_name="previewBlocked")
        self._clicked = LinkNotice(icons=icons, clipboard=clipboard)
        self._told = PreviewNotice("info", icons=icons, object_name="previewTold")
        self._failed = PreviewNotice("circle-alert", icons=icons, object_name="previewFailed")
        self._outdated = PreviewNotice("triangle-alert", icons=icons, object_name="previewOutdated")
        self._stage = PreviewStage(icons=icons, object_name="preview")
        self._stage.setAccessibleName(self.tr("Email preview"))
        self._stage.set_corners(self._gauge, self._zoom)
        self._empty = EmptyState(
            "mail-open",
            self.tr("Nothing to preview yet"),
            self.tr("Write something, or open a template: it shows here as it will arrive."),
            icons=icons,
            object_name="previewEmpty",
        )
        self._text_page: TextPage | None = None  # those two are made when they are first looked at
        self._inbox_page: InboxPage | None = None
        self._icons = icons
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    # What the program shows

    def show_html(self, html: str, missing: frozenset[str] = frozenset()) -> None:
        """Show an email; placeholders named in ``missing`` are marked in it."""
        self._html = html
        self._missing = missing
        self._show_page()
        if self._gauge.show_gauge(measure(html)):
            self._stage.fit_corners()
        if self._look.look is Look.OWN_DARK:
            self._stage.set_note(self._note(Look.OWN_DARK))
        if self._view is not None:
            self._revision = self._view.show_html(html, missing)

    @property
    def html(self) -> str:
        """The email that is shown, as it was handed over."""
        return self._html

    def set_inbox_line(self, line: InboxLine, missing: frozenset[str] = frozenset()) -> None:
        """Show what an inbox lists of the email."""
        self._inbox_line.set_line(line, missing)

    def show_outdated(self, why: str) -> None:
        """Say why this is the email as it was before; "" when it is as it stands."""
        if why:
            self._outdated.say(self.tr("This is how it was before. {why}").format(why=why))
        else:
            self._outdated.hide()

    def set_remote_allowed(self, allowed: bool) -> None:
        """Load all remote images or none, as this draft's user decided; emits nothing."""
        self.set_permission(EVERYTHING if allowed else NOTHING)

    def set_permission(self, permission: RemotePermission) -> None:
        """Load remote images from these hosts and from nowhere else; emits nothing."""
        self._permission = permission
        self._images.setChecked(permission.everything)
        if permission.everything:
            self._blocked.hide()
        self._apply_look()

    def set_device(self, device: PreviewWidth) -> None:
        """Show the email at a device's width; emits nothing."""
        self._devices.set_value(device)
        self._stage.set_device(device)

    def set_free_width(self, width: int) -> None:
        """Say how wide the free width is; emits nothing. See PreviewStage."""
        self._stage.set_free_width(width)

    def set_zoom(self, percent: int) -> None:
        """Show the email larger or smaller; 0 is whatever fits. Emits nothing."""
        self._zoom.set_zoom(percent)
        self._stage.set_zoom(percent)

    @property
    def css_width(self) -> int:
        """How many CSS pixels wide the email is laid out now."""
        return self._stage.css_width

    @property
    def look(self) -> Look:
        """How the email is shown."""
        return self._look.look

    def set_look(self, look: Look) -> None:
        """Show the email in another way."""
        self._look.set_look(look)
        self._on_look_chosen(look)

    def text_page(self) -> TextPage:
        """Return where the plain-text part is shown."""
        if self._text_page is None:
            from migma_desktop.ui.widgets.text_page import TextPage

            self._text_page = TextPage(icons=self._icons)
            self._pages.addWidget(self._text_page)
        return self._text_page

    def inbox_page(self) -> InboxPage:
        """Return where the rows of inboxes are shown."""
        if self._inbox_page is None:
            from migma_desktop.ui.widgets.inbox_page import InboxPage

            self._inbox_page = InboxPage(icons=self._icons)
            self._pages.addWidget(self._inbox_page)
        return self._inbox_page

    def start_web_view(self, view: PreviewView | None = None) -> PreviewView:
        """Bring the browser engine in and show what was given meanwhile; once is enough.

        A ``view`` that was made before the pane shows the email already.
        """
        if self._view is not None:
            return self._view
        is_loading = view is not None
        if view is None:
            from migma_desktop.ui.preview.view import PreviewView

            view = PreviewView(parent=self._stage)
        view.setObjectName("previewView")
        view.shown.connect(self._on_shown)
        view.failed.connect(self._on_failed)
        view.link_hovered.connect(self._stage.show_link)
        view.link_clicked.connect(self._clicked.show_link)
        view.remote_content_blocked.connect(self._on_remote_content_blocked)
        view.zoom_turned.connect(self._zoom.turn)
        self._view = view
        self._stage.set_view(view)
        self._apply_look()
        if is_loading:
            self._revision, self._shown_revision = view.revision, view.shown_revision
            self._tell_blocked(view)
        elif self._html:
            self._revision = view.show_html(self._html, self._missing)
        self.view_started.emit(view)
        return view

    @property
    def stage(self) -> PreviewStage:
        """The ground that the email is shown on."""
        return self._stage

    def tell(self, text: str) -> None:
        """Say something about the email in a line below it; nothing hides the line."""
        self._told.say(text)
        self._told.setVisible(bool(text))

    def is_settled(self) -> bool:
        """Tell whether the page shows the newest email (painting follows within a frame)."""
        return self._revision == self._shown_revision

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the title, and the name of the look, where there is room for them."""
        icon = self._looks.sizeHint().width()
        actions = self._devices.sizeHint().width() + 4 * (icon + SPACE) + SPACE_2 + SPACE
        self.setMinimumWidth(actions)
        room = self.width() - actions - self.title_width() - SPACE
        self.show_title(room >= 0)
        self._look.set_short(self._look.width_with_words() - icon > room)

    def _show_page(self) -> None:
        look = self._look.look
        page: QWidget = self._stage
        if look is Look.INBOX:
            page = self.inbox_page()
        elif not self._html.strip():
            page = self._empty
        elif look is Look.TEXT:
            page = self.text_page()
        self._pages.setCurrentWidget(page)
        for each in (self._inbox_line, self._below_line):  # the inbox shows it six times
            each.setVisible(look is not Look.INBOX)

    def _apply_look(self) -> None:
        """Let the page be light or dark, with images or without."""
        look, view = self._look.look, self._view
        self._stage.set_note(self._note(look))
        if view is None:
            return
        from migma_desktop.ui.preview.view import APPEARANCES, Appearance

        view.set_appearance(APPEARANCES.get(look, Appearance.LIGHT))
        view.set_permission(NOTHING if look is Look.IMAGELESS else self._permission)

    def _note(self, look: Look) -> str:
        """Say in which way it is not what most people see."""
        if look is Look.OWN_DARK and not has_dark_styles(self._html):
            return self.tr("it has no dark styles of its own")
        notes = {
            Look.DARKENED: self.tr("approximate dark mode"),
            Look.OWN_DARK: self.tr("its own dark styles"),
            Look.IMAGELESS: self.tr("without images"),
        }
        return notes.get(look, "")

    # What the user does

    @Slot(str)
    def _on_device_chosen(self, device: str) -> None:
        chosen = PreviewWidth(device)
        self._stage.set_device(chosen)
        self.device_changed.emit(chosen)

    @Slot(object)
    def _on_look_chosen(self, look: Look) -> None:
        self._show_page()
        self._apply_look()
        if self._view is not None:
            self._tell_blocked(self._view)
        self._fit()
        self.look_changed.emit(look)

    @Slot(int)
    def _on_zoom_chosen(self, percent: int) -> None:
        self._stage.set_zoom(percent)
        self.zoom_changed.emit(percent)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.more_wanted.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot(bool)
    def _on_images_clicked(self, allowed: bool) -> None:
        self.set_remote_allowed(allowed)
        self.remote_allowed_changed.emit(allowed)

    @Slot()
    def _on_show_images_wanted(self) -> None:
        self._on_images_clicked(True)

    @Slot()
    def _on_try_again_clicked(self) -> None:
        self._failed.hide()
        self.show_html(self._html, self._missing)

    # What the view reports

    @Slot(int)
    def _on_shown(self, revision: int) -> None:
        self._failed.hide()
        self._shown_revision = revision
        if revision == self._revision:
            self.shown.emit()

    @Slot(int)
    def _on_failed(self, _revision: int) -> None:
        self._failed.say(self.tr("This email could not be shown. It is not lost."))

    def _tell_blocked(self, view: PreviewView) -> None:
        """Say what was refused before."""
        hosts = frozenset(QUrl(each).host() for each in view.blocked_urls())
        self._on_remote_content_blocked(hosts)

    @Slot(object)
    def _on_remote_content_blocked(self, hosts: frozenset[str]) -> None:
        look = self._look.look
        if not hosts or self._view is None or look is Look.IMAGELESS or not look.shows_page:
            self._blocked.hide()
            return
        self._blocked.tell(self._view.blocked_images(), hosts)

    # Construction

    def _lay_out(self) -> None:
        self._try_again = self._failed.add_button(self.tr("Try again"), name="again")
        self.add_action(self._devices)
        for action in (self._look, self._images, self._looks, self._more):
            self.add_action(action)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._stage)
        self._below_line = Divider()
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._inbox_line)
        column.addWidget(self._below_line)
        column.addWidget(self._blocked)
        column.addWidget(self._failed)
        column.addWidget(self._outdated)
        column.addWidget(self._pages, 1)
        column.addWidget(self._told)
        column.addWidget(self._clicked)
        self.set_body(contents)

    def _connect(self) -> None:
        self._devices.value_changed.connect(self._on_device_chosen)
        self._look.look_chosen.connect(self._on_look_chosen)
        self._zoom.zoom_chosen.connect(self._on_zoom_chosen)
        self._stage.scale_changed.connect(self._zoom.show_scale)
        self._stage.free_width_changed.connect(self.free_width_changed)
        self._more.clicked.connect(self._on_more_clicked)
        self._blocked.choose_wanted.connect(self.hosts_wanted)
        self._images.clicked.connect(self._on_images_clicked)
        self._looks.clicked.connect(self.looks_wanted)
        self._blocked.show_wanted.connect(self._on_show_images_wanted)
        self._clicked.open_wanted.connect(self.open_link_requested)
        self._try_again.clicked.connect(self._on_try_again_clicked)
