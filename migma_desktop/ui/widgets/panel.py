"""A titled part of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.ui.tokens import CONTROL_HEIGHT, SPACE, SPACE_2
from migma_desktop.ui.widgets.divider import Divider


class Panel(QFrame):
    """A surface with a title, room for actions at its right, and one body below.

    A card stands alone with edges and round corners; otherwise the panel fills a part of a
    splitter and its neighbours draw the lines.
    """

    def __init__(
        self,
        title: str,
        *,
        card: bool = False,
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setProperty("kind", "card" if card else "panel")
        self._edge = 1 if card else 0
        self._title = QLabel(title)
        self._title.setProperty("kind", "heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._header = QHBoxLayout()
        self._header.setContentsMargins(SPACE_2, SPACE, SPACE, SPACE)
        self._header.setSpacing(SPACE)
        self._header.addWidget(self._title)
        self._header.addStretch(1)
        self._header.addStrut(CONTROL_HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(self._edge, self._edge, self._edge, self._edge)
        self._column.setSpacing(0)
        self._column.addLayout(self._header)
        self._column.addWidget(Divider())
        self._body: QWidget | None = None

    def set_title(self, title: str) -> None:
        """Name the panel."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def title_width(self) -> int:
        """Return how many px the title takes."""
        return self._title.sizeHint().width()

    def show_title(self, shown: bool) -> None:
        """Show the title or leave its room to the actions; a screen reader knows it anyway."""
        self._title.setVisible(shown)

    def add_action(self, widget: QWidget) -> None:
        """Put a small control at the right of the title, after those already there."""
        self._header.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put something right after the title, such as a count."""
        self._header.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_foot(self, foot: QWidget) -> None:
        """Put a line below the body, which is there already."""
        self._column.addWidget(foot)

    def set_body(self, body: QWidget) -> None:
        """Fill the panel; what was there before is taken out and deleted."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = body
        self._column.addWidget(body, 1)
