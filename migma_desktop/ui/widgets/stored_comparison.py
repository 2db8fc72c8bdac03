"""Two versions of an email to hold against each other: as written, and as Migma has stored it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.preview.view import PreviewView
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_SIZE = QSize(640, 304)


class StoredComparison(QWidget):
    """Shows one of the two, Migma's first, in a locked preview without remote images."""

    def __init__(
        self, *, ours: str, stored: str, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._versions = {"stored": stored, "ours": ours}
        self._choice = SegmentedControl(
            [
                Segment("stored", self.tr("As Migma stored it")),
                Segment("ours", self.tr("As you wrote it")),
            ],
            icons=icons,
            accessible_name=self.tr("Which version to show"),
            object_name="storedVersions",
        )
        self._choice.value_changed.connect(self._show)
        self._view = PreviewView()
        self._view.setObjectName("storedPreview")
        self._view.setFixedSize(_SIZE)
        sheet = QFrame()
        set_look(sheet, "kind", "card")
        margins = QVBoxLayout(sheet)
        margins.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        margins.addWidget(self._view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self._choice)
        layout.addWidget(sheet)
        self._show("stored")

    def _show(self, version: str) -> None:
        self._view.show_html(self._versions[version])
