"""The logic of pasting what was formatted elsewhere: cleaned beside the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject

from migma_desktop.core.models import Draft
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.editor.pasting import RichPaste
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.banner import Banner, MessageAction


class PasteController(QObject):
    """Makes clean content of what the editor was given, and puts it where it was pasted."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        window: MainWindow,
        drafts: DraftController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._messages = window.messages
        self._editor = window.editor_pane.editor
        self._drafts = drafts
        self._offer: Banner | None = None
        self._editor.rich_pasted.connect(self._on_rich_pasted)
        self._editor.formatting_left_out.connect(self._on_formatting_left_out)
        self._editor.paste_too_large.connect(self._on_paste_too_large)
        drafts.replaced.connect(self._on_draft_replaced)

    def _on_rich_pasted(self, paste: RichPaste) -> None:
        self._runtime.spawn(self._paste(paste), owner=self)

    async def _paste(self, paste: RichPaste) -> None:
        draft_id, language = self._drafts.draft.id, self._editor.language
        made, pictures = await self._runtime.in_thread(_made, paste.html, paste.as_html)
        if (draft_id, language) != (self._drafts.draft.id, self._editor.language):
            return  # another text stands there: what is on the clipboard is there still
        self._editor.insert_pasted(paste, made or paste.text)
        if pictures:
            from migma_desktop.core.ways import pictures_left_out

            self._messages.show_message(
                "info",
                translated(pictures_left_out(pictures)),
                self.tr(
                    "People who read the email could not see what is only on your computer. Put "
                    "pictures on the web, then insert them by their address."
                ),
            )

    def _on_formatting_left_out(self) -> None:
        """Offer the other way to paste, after plain text has gone into some source."""
        self._withdraw_offer()
        self._offer = self._messages.show_message(
            "info",
            self.tr("Pasted as plain text"),
            self.tr("What you copied has formatting. As clean HTML it keeps headings and links."),
            actions=[MessageAction(self.tr("Paste as clean HTML"), self._on_clean_html_wanted)],
        )

    def _on_clean_html_wanted(self) -> None:
        self._offer = None
        self._editor.paste_as_html_instead()

    def _on_paste_too_large(self, characters: int) -> None:
        self._messages.show_message(
            "warning",
            self.tr("Too much to paste"),
            self.tr(
                "There are {count} characters on the clipboard. An email of this size can't be "
                "sent: Gmail cuts off what is longer than a tenth of that. Copy a part of it."
            ).format(count=f"{characters:,}"),
        )

    def _on_draft_replaced(self, _draft: Draft) -> None:
        self._withdraw_offer()

    def _withdraw_offer(self) -> None:
        if self._offer is not None:
            self._messages.dismiss(self._offer)
            self._offer = None


def _made(html: str, as_html: bool) -> tuple[str, int]:
    """Return clean content and the pictures left out. Takes its time with a long text."""
    if as_html:
        from migma_desktop.core.tidying import clean_html

        return clean_html(html)
    from migma_desktop.core.html_to_markdown import to_markdown

    written = to_markdown(html)
    return written.markdown, written.pictures_left_out
