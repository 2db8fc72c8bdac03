"""An email on a stage of its own, beside others, with the name of its look above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from migma_desktop.core.looks import Look, name_of
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.icon_label import IconLabel
from migma_desktop.ui.widgets.look_button import LOOK_ICONS
from migma_desktop.ui.widgets.preview_stage import PreviewStage

if TYPE_CHECKING:  # the engine is loaded by whoever makes the view
    from migma_desktop.ui.preview.view import Appearance, PreviewView


class LookFrame(QWidget):
    """What an email is shown as, a word about it, and the email."""

    view: PreviewView

    def __init__(self, look: Look, *, icons: Icons, name: str = "", icon_name: str = "") -> None:
        """Show a look under its own name and icon, or under others."""
        super().__init__()
        self.look = look
        name = name or translated(name_of(look))
        title = IconLabel(icon_name or LOOK_ICONS[look], icons=icons, role="text_muted")
        heading = QLabel(name)
        set_look(heading, "kind", "label")
        self._hint = QLabel()
        set_look(self._hint, "kind", "small")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stage = PreviewStage(icons=icons, object_name=f"look.{look.value}")
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

    def start(self, view: PreviewView, appearance: Appearance) -> None:
        """Put the view on the stage, in this look."""
        self.view = view
        view.set_appearance(appearance)
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
