"""What stands beside the list of findings: the chosen one, and ways to more or fewer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from migma_desktop.core.checks.finding import Finding
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.finding_details import FindingDetails


class ChecksSide(QWidget):
    """Shows one finding whole; asks Migma; chooses mail programs.

    Signals:
        place_wanted(Finding), fix_wanted(Finding): the user pressed the button of that name.
        migma_wanted: have Migma look the email over too.
        mail_programs_changed(tuple[str, ...]): the user cares for these families.
    """

    place_wanted = Signal(object)
    fix_wanted = Signal(object)
    migma_wanted = Signal()
    mail_programs_changed = Signal(object)

    def __init__(self, *, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._details = FindingDetails(icons=icons, parent=self)
        self._details.place_wanted.connect(self.place_wanted)
        self._details.fix_wanted.connect(self.fix_wanted)
        self._said = QLabel(self)
        self._said.setProperty("kind", "small")
        self._said.setWordWrap(True)
        self._ask = Button(
            self.tr("Ask Migma too"),
            icons=icons,
            icon_name="shield-check",
            small=True,
            parent=self,
            object_name="askMigmaButton",
        )
        self._why_not = ""
        self._ask_tip = self.tr(
            "Sends the email's text to your account to be checked. Nobody gets it."
        )
        self._ask.setToolTip(self._ask_tip)
        self._ask.clicked.connect(self.migma_wanted)
        self._programs = Button(
            self.tr("Mail programs"),
            icons=icons,
            kind="quiet",
            icon_name="sliders-horizontal",
            small=True,
            parent=self,
            object_name="mailProgramsButton",
        )
        self._menu = QMenu(self._programs)
        self._menu.setObjectName("mailProgramsMenu")
        self._programs.clicked.connect(self._on_programs_wanted)
        self._programs.hide()  # until the choice is known
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_2, 0, SPACE_2, SPACE)
        foot.setSpacing(SPACE)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._programs)
        foot.addWidget(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._details, 1)
        column.addLayout(foot)

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding, None for no one."""
        self._details.show_finding(finding)

    def close_asking(self, why: str) -> None:
        """Say why Migma can't be asked; an empty text opens the button."""
        self._why_not = why
        self._ask.setEnabled(not why)
        self._ask.setToolTip(why or self._ask_tip)
        self._ask.setAccessibleDescription(why)
        self._said.setText(why)
        self._said.setToolTip(why)

    def show_asking(self, asking: bool) -> None:
        """Show that Migma is being asked, or no longer."""
        self._ask.setEnabled(not asking and not self._why_not)
        self._ask.setText(self.tr("Asking…") if asking else self.tr("Ask Migma too"))

    def show_answer(self, said: str) -> None:
        """Show in a few words what came of asking Migma."""
        self._said.setText(said)

    def offer_mail_programs(self, names: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Offer these families of mail programs, by key and name, the chosen ones ticked."""
        self._menu.clear()
        for key, name in names:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setData(key)
            action.setCheckable(True)
            action.setChecked(key in chosen)
            action.triggered.connect(self._on_programs_chosen)
        self._programs.setVisible(bool(names))

    def _on_programs_wanted(self) -> None:
        place = self._programs.mapToGlobal(self._programs.rect().topLeft())
        place.setY(place.y() - self._menu.sizeHint().height())  # the panel lies at the lower edge
        self._menu.popup(place)

    def _on_programs_chosen(self) -> None:
        chosen = [action.data() for action in self._menu.actions() if action.isChecked()]
        self.mail_programs_changed.emit(tuple(chosen))
