"""The logic behind the preview: renders after each edit, shows the newest result."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from migma_desktop.core.models import Draft, RenderedEmail, StoredContent
from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.widgets.preview_inbox_line import InboxLine
from migma_desktop.ui.widgets.preview_pane import PreviewPane

_OPENABLE = frozenset({"http", "https", "mailto", "tel"})


class PreviewController(QObject):
    """Keeps the preview in step with draft and content.

    Signals:
        link_refused(str): a link that no browser should be handed, or that nothing here opens.
    """

    link_refused = Signal(str)

    def __init__(
        self,
        *,
        pane: PreviewPane,
        drafts: DraftController,
        content: ContentController,
        renders: RenderController,
        settings: SettingsController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._drafts = drafts
        self._content = content
        self._renders = renders
        self._settings = settings
        self._line: tuple[InboxLine, frozenset[str]] | None = None  # that is shown
        pane.set_free_width(settings.settings.preview_free_width)
        pane.set_device(settings.settings.preview_width)
        pane.set_zoom(settings.settings.preview_zoom)
        drafts.edited.connect(self._on_draft_edited)
        content.loaded.connect(self._on_content_loaded)
        renders.shown.connect(self._on_rendered)
        pane.open_link_requested.connect(self._on_link_wanted)
        pane.device_changed.connect(self._on_device_changed)
        pane.free_width_changed.connect(lambda width: settings.change(preview_free_width=width))
        pane.zoom_changed.connect(lambda percent: settings.change(preview_zoom=percent))

    def _on_draft_edited(self, draft: Draft) -> None:
        self._renders.show(draft, self._content.content)

    def _on_content_loaded(self, stored: StoredContent | None) -> None:
        self._renders.show(self._drafts.draft, stored)

    def _on_rendered(self, rendered: RenderedEmail) -> None:
        sender = self._drafts.draft.sender
        line = InboxLine(
            sender_name=sender.name,
            sender_address=sender.address,
            subject=rendered.subject,
            preheader=rendered.preheader,
        )
        if (line, rendered.missing) != self._line:
            self._line = line, rendered.missing
            self._pane.set_inbox_line(line, rendered.missing)
        self._pane.show_html(rendered.html, rendered.missing)

    def _on_device_changed(self, device: PreviewWidth) -> None:
        self._settings.change(preview_width=device)

    def _on_link_wanted(self, link: str) -> None:
        url = QUrl(link)
        if url.scheme() not in _OPENABLE or not QDesktopServices.openUrl(url):
            self.link_refused.emit(link)
