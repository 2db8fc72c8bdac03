"""A slim line of the preview or the editor: something to know, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.elided_label import ElidedLabel
from migma_desktop.ui.widgets.icon_label import IconLabel


class PreviewNotice(QFrame):
    """An icon, one line of text, buttons, and a cross that hides it. Hidden until shown."""

    def __init__(
        self,
        icon_name: str,
        *,
        icons: Icons,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        object_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setProperty("kind", "bar")
        self._icons = icons
        self._text = ElidedLabel(mode=elide, object_name=f"{object_name}.text")
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        close = Button(
            icons=icons,
            kind="quiet",
            icon_name="x",
            small=True,
            accessible_name=self.tr("Hide this line"),
            object_name=f"{object_name}.close",
        )
        close.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE_2, SPACE_HALF, SPACE, SPACE_HALF)
        self._row.setSpacing(SPACE)
        self._row.addWidget(IconLabel(icon_name, icons=icons, role="text_muted"))
        self._row.addWidget(self._text, 1)
        self._row.addWidget(close)
        self.hide()

    def add_button(
        self, text: str, *, name: str, icon_name: str | None = None, icon_only: bool = False
    ) -> Button:
        """Add a button before the cross and return it, to be connected."""
        button = Button(
            "" if icon_only else text,
            icons=self._icons,
            small=True,
            icon_name=icon_name,
            accessible_name=text if icon_only else "",
            object_name=f"{self.objectName()}.{name}",
        )
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def say(self, text: str) -> None:
        """Show the line with this text."""
        self._text.set_text(text)
        self.setAccessibleName(text)
        self.show()

    def text(self) -> str:
        """Return what the line says."""
        return self._text.text()
