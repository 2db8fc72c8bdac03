"""Where a link of the previewed email leads: shown before anybody follows it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.preview_notice import PreviewNotice

_OPENED = frozenset({"http", "https", "mailto", "tel"})


class LinkNotice(PreviewNotice):
    """Shows a link that was clicked, to be opened or copied.

    Signals:
        open_wanted(str): the user wants this address opened outside the program.
    """

    open_wanted = Signal(str)

    def __init__(
        self, *, icons: Icons, clipboard: QClipboard, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "link",
            icons=icons,
            elide=Qt.TextElideMode.ElideMiddle,
            object_name="previewLink",
            parent=parent,
        )
        self._clipboard = clipboard
        self._link = ""
        self._open = self.add_button(
            self.tr("Open in browser"), name="open", icon_name="external-link"
        )
        self._open.clicked.connect(self._on_open_clicked)
        copy = self.add_button(self.tr("Copy"), name="copy", icon_name="copy")
        copy.clicked.connect(self._on_copy_clicked)

    def show_link(self, url: QUrl) -> None:
        """Show where it leads. One that no browser opens, such as a script's, is only shown."""
        self._link = url.toString()
        self._open.setEnabled(url.scheme() in _OPENED)
        self.say(self._link)

    @Slot()
    def _on_open_clicked(self) -> None:
        self.hide()
        self.open_wanted.emit(self._link)

    @Slot()
    def _on_copy_clicked(self) -> None:
        self.hide()
        self._clipboard.setText(self._link)
