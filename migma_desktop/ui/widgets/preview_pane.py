"""The preview's part of the window: the inbox line, the email, and how it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QClipboard, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.panel import Panel
from migma_desktop.ui.widgets.preview_inbox_line import InboxLine, InboxLineView
from migma_desktop.ui.widgets.preview_notice import PreviewNotice
from migma_desktop.ui.widgets.preview_stage import PreviewStage
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

if TYPE_CHECKING:  # importing the engine takes time that the window does not have at its start
    from migma_desktop.ui.preview.view import PreviewView

_LOOKS_KEYS = "Ctrl+Shift+L"


class PreviewPane(Panel):
    """Shows the email as it will arrive.

    It is ready at once and keeps what it is given; ``start_web_view`` brings the engine in when
    the window takes typing.

    Signals:
        shown: the document of the latest ``show_html`` is in the page; painted within a frame.
        remote_allowed_changed: the user allowed or forbade remote images for this draft.
        open_link_requested: the user wants this address opened outside the program.
        device_changed: the user chose another width (a PreviewWidth).
        looks_wanted: the user wants to see the email's four looks beside each other.
        view_started(PreviewView): the browser engine is there.
    """

    shown = Signal()
    remote_allowed_changed = Signal(bool)
    open_link_requested = Signal(str)
    device_changed = Signal(object)
    looks_wanted = Signal()
    view_started = Signal(object)

    def __init__(
        self, *, icons: Icons, clipboard: QClipboard, parent: QWidget | None = None
    ) -> None:
        super().__init__("", object_name="previewPane", parent=parent)
        self.set_title(self.tr("Preview"))
        self._clipboard = clipboard
        self._view: PreviewView | None = None
        self._html = ""
        self._missing: frozenset[str] = frozenset()
        self._revision = 0
        self._shown_revision = 0
        self._remote_allowed = False
        self._link = ""

        self._devices = SegmentedControl(
            (
                Segment(PreviewWidth.PHONE, self.tr("Phone"), "smartphone", icon_only=True),
                Segment(PreviewWidth.TABLET, self.tr("Tablet"), "tablet", icon_only=True),
                Segment(PreviewWidth.DESKTOP, self.tr("Desktop"), "monitor", icon_only=True),
            ),
            icons=icons,
            accessible_name=self.tr("Preview width"),
            object_name="previewDevice",
        )
        self._devices.set_value(PreviewWidth.DESKTOP)
        self._dark = _toggle("moon", self.tr("Approximate dark mode"), "previewDark", icons)
        self._images = _toggle("image", self.tr("Show remote images"), "previewImages", icons)
        self._looks = _looks_button(icons)
        self._inbox_line = InboxLineView(icons=icons, object_name="previewInboxLine")
        self._blocked = PreviewNotice("image-off", icons=icons, object_name="previewBlocked")
        self._clicked = PreviewNotice(
            "link",
            icons=icons,
            elide=Qt.TextElideMode.ElideMiddle,
            object_name="previewLink",
        )
        self._told = PreviewNotice("info", icons=icons, object_name="previewTold")
        self._failed = PreviewNotice("circle-alert", icons=icons, object_name="previewFailed")
        self._outdated = PreviewNotice("triangle-alert", icons=icons, object_name="previewOutdated")
        self._stage = PreviewStage(icons=icons, object_name="preview")
        self._stage.setAccessibleName(self.tr("Email preview"))
        self._empty = EmptyState(
            "mail-open",
            self.tr("Nothing to preview yet"),
            self.tr("Write something, or open a template: it shows here as it will arrive."),
            icons=icons,
            object_name="previewEmpty",
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    # What the program shows

    def show_html(self, html: str, missing: frozenset[str] = frozenset()) -> None:
        """Show an email; placeholders named in ``missing`` are marked in it."""
        self._html = html
        self._missing = missing
        is_empty = not html.strip()
        self._pages.setCurrentWidget(self._empty if is_empty else self._stage)
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
        """Load remote images or not, as this draft's user decided; emits nothing."""
        self._remote_allowed = allowed
        self._images.setChecked(allowed)
        self._blocked.setVisible(self._blocked.isVisible() and not allowed)
        if self._view is not None:
            self._view.set_remote_allowed(allowed)

    def set_device(self, device: PreviewWidth) -> None:
        """Show the email at a device's width; emits nothing."""
        self._devices.set_value(device)
        self._stage.set_device(device)

    def set_dark(self, dark: bool) -> None:
        """Show the email as a mail program in dark mode may: an approximation."""
        self._dark.setChecked(dark)
        self._stage.set_note(self.tr("approximate dark mode") if dark else "")
        if self._view is not None:
            from migma_desktop.ui.preview.view import Appearance

            self._view.set_appearance(Appearance.DARKENED if dark else Appearance.LIGHT)

    def start_web_view(self, *, like: str = "") -> PreviewView:
        """Bring the browser engine in and show what was given meanwhile; once is enough.

        Where nothing was given yet, it gets ready for a document ``like`` this one.
        """
        if self._view is not None:
            return self._view
        from migma_desktop.ui.preview.view import PreviewView

        view = PreviewView(parent=self._stage)
        view.setObjectName("previewView")
        view.shown.connect(self._on_shown)
        view.failed.connect(self._on_failed)
        view.link_hovered.connect(self._stage.show_link)
        view.link_clicked.connect(self._on_link_clicked)
        view.remote_content_blocked.connect(self._on_remote_content_blocked)
        self._view = view
        self._stage.set_view(view)
        view.set_remote_allowed(self._remote_allowed)
        self.set_dark(self._dark.isChecked())
        if self._html:
            self._revision = view.show_html(self._html, self._missing)
        elif like:
            view.expect(like)
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

    # What the user does

    @Slot(str)
    def _on_device_chosen(self, device: str) -> None:
        chosen = PreviewWidth(device)
        self._stage.set_device(chosen)
        self.device_changed.emit(chosen)

    @Slot(bool)
    def _on_images_clicked(self, allowed: bool) -> None:
        self.set_remote_allowed(allowed)
        self.remote_allowed_changed.emit(allowed)

    @Slot()
    def _on_show_images_clicked(self) -> None:
        self._on_images_clicked(True)

    @Slot()
    def _on_open_clicked(self) -> None:
        self._clicked.hide()
        self.open_link_requested.emit(self._link)

    @Slot()
    def _on_copy_clicked(self) -> None:
        self._clicked.hide()
        self._clipboard.setText(self._link)

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

    @Slot(QUrl)
    def _on_link_clicked(self, url: QUrl) -> None:
        self._link = url.toString()
        # A link that no browser opens, such as a placeholder's or a script's, is only shown.
        self._open.setEnabled(url.scheme() in {"http", "https", "mailto", "tel"})
        self._clicked.say(self._link)

    @Slot(object)
    def _on_remote_content_blocked(self, hosts: frozenset[str]) -> None:
        if not hosts or self._view is None:
            self._blocked.hide()
            return
        self._blocked.say(self._blocked_text(self._view.blocked_images(), hosts))
        self._blocked.setToolTip("\n".join(sorted(hosts)))

    def _blocked_text(self, images: frozenset[str], hosts: frozenset[str]) -> str:
        if images:
            hosts = frozenset(QUrl(image).host() for image in images)
        where = next(iter(hosts))
        if len(hosts) > 1:
            where = self.tr("{count} hosts").format(count=len(hosts))
        if not images:
            return self.tr("Fonts or styles from {where} are not loaded.").format(where=where)
        if len(images) == 1:
            return self.tr("1 image from {where} is not shown.").format(where=where)
        text = self.tr("{count} images from {where} are not shown.")
        return text.format(count=len(images), where=where)

    # Construction

    def _lay_out(self) -> None:
        self._open = self._clicked.add_button(
            self.tr("Open in browser"), name="open", icon_name="external-link"
        )
        self._copy = self._clicked.add_button(self.tr("Copy"), name="copy", icon_name="copy")
        self._show_images = self._blocked.add_button(self.tr("Show images"), name="show")
        self._try_again = self._failed.add_button(self.tr("Try again"), name="again")
        self.add_action(self._devices)
        self.add_action(self._dark)
        self.add_action(self._images)
        self.add_action(self._looks)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._stage)
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._inbox_line)
        column.addWidget(Divider())
        column.addWidget(self._blocked)
        column.addWidget(self._failed)
        column.addWidget(self._outdated)
        column.addWidget(self._pages, 1)
        column.addWidget(self._told)
        column.addWidget(self._clicked)
        self.set_body(contents)

    def _connect(self) -> None:
        self._devices.value_changed.connect(self._on_device_chosen)
        self._dark.clicked.connect(self.set_dark)
        self._images.clicked.connect(self._on_images_clicked)
        self._looks.clicked.connect(self.looks_wanted)
        self._show_images.clicked.connect(self._on_show_images_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._try_again.clicked.connect(self._on_try_again_clicked)


def _toggle(icon_name: str, text: str, object_name: str, icons: Icons) -> Button:
    button = Button(
        icons=icons,
        kind="quiet",
        icon_name=icon_name,
        accessible_name=text,
        object_name=object_name,
    )
    button.setCheckable(True)
    return button


def _looks_button(icons: Icons) -> Button:
    keys = QKeySequence(_LOOKS_KEYS)
    button = Button(
        icons=icons,
        kind="quiet",
        icon_name="layout-grid",
        accessible_name=QCoreApplication.translate("PreviewPane", "Compare looks"),
        object_name="previewLooks",
    )
    button.setShortcut(keys)
    shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{button.accessibleName()} ({shown})")
    return button
