"""Region and tracking of a domain."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from migma_desktop.core.domains.kept import KeptDomain, Tracking
from migma_desktop.ui.domains.parts import words
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.switch import Switch


class DomainOptions(QWidget):
    """Shows where a domain sends from, and switches what is noted about its emails.

    Signals:
        tracking_changed(Tracking): the user moved one switch; the others are None.
    """

    tracking_changed = Signal(object)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._region = words("", selectable=True)
        self._region.setObjectName("domainRegion")
        self._opens = Switch(
            self.tr("Note who opens emails"), icons=icons, object_name="trackOpens"
        )
        self._clicks = Switch(
            self.tr("Note which links are clicked"), icons=icons, object_name="trackClicks"
        )
        self._branded = Switch(
            self.tr("Links lead over your own domain"), icons=icons, object_name="trackBranded"
        )
        self._said = words("", "muted")
        self._said.setObjectName("trackingSays")
        self._opens.clicked.connect(lambda on: self.tracking_changed.emit(Tracking(opens=on)))
        self._clicks.clicked.connect(lambda on: self.tracking_changed.emit(Tracking(clicks=on)))
        self._branded.clicked.connect(lambda on: self.tracking_changed.emit(Tracking(branded=on)))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE)
        column.addWidget(words(self.tr("Region"), "label"))
        column.addWidget(self._region)
        column.addSpacing(SPACE)
        column.addWidget(words(self.tr("Tracking"), "label"))
        for switch in (self._opens, self._clicks, self._branded):
            column.addWidget(switch)
        column.addWidget(self._said)
        column.addWidget(
            words(
                self.tr(
                    "To note opens, Migma puts an invisible picture into emails; to note clicks, "
                    "links lead over Migma first. In many countries people have to agree to that."
                ),
                "small",
            )
        )
        column.addStretch(1)

    def show_domain(self, kept: KeptDomain) -> None:
        """Show one domain; a switch of which Migma says nothing can't be moved."""
        self._region.setText(kept.region_name or kept.region or self.tr("Chosen by Migma"))
        for switch, value in (
            (self._opens, kept.tracking.opens),
            (self._clicks, kept.tracking.clicks),
            (self._branded, kept.tracking.branded),
        ):
            switch.setEnabled(value is not None)
            switch.setChecked(bool(value))
        self._said.setText("")
        self._said.hide()

    def say(self, text: str) -> None:
        """Say what became of a change."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
