"""The DNS doctor: looks from this computer at what is published, and names what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from migma_desktop.core.domains.finding import Diagnosis, RecordState, grouped
from migma_desktop.ui.domains.parts import CardList, words
from migma_desktop.ui.domains.verdict_cards import finding_card
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.spinner import Spinner
from migma_desktop.ui.widgets.switch import Switch


class DoctorView(QWidget):
    """Starts a look and shows its findings.

    Signals:
        examine_wanted(bool): look now; whether public name servers may be asked too.
        stop_wanted(): end the look that is under way.
    """

    examine_wanted = Signal(bool)
    stop_wanted = Signal()

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._public = Switch(
            self.tr("Ask two public name servers too"),
            icons=icons,
            object_name="publicResolvers",
        )
        self._start = Button(
            self.tr("Examine now"),
            icons=icons,
            kind="primary",
            icon_name="activity",
            object_name="examineButton",
        )
        self._start.clicked.connect(lambda: self.examine_wanted.emit(self._public.isChecked()))
        self._stop = Button(self.tr("Stop"), icons=icons, object_name="stopExamineButton")
        self._stop.clicked.connect(self.stop_wanted)
        self._spinner = Spinner(icons=icons)
        self._said = QLabel()
        self._said.setObjectName("doctorSays")
        set_look(self._said, "kind", "muted")
        privacy = words(
            self.tr(
                "Your network's name server and those of the domain are always asked. Cloudflare "
                "(1.1.1.1) and Quad9 (9.9.9.9) would learn which domain you look at, so only if "
                "you want."
            ),
            "small",
        )
        self._cards = CardList(object_name="doctorFindings", accessible_name=self.tr("Findings"))
        self._empty = EmptyState(
            "activity",
            self.tr("What does the internet see?"),
            self.tr(
                "The doctor asks the name servers themselves and compares their answers with what "
                "Migma needs. It changes nothing."
            ),
            icons=icons,
            object_name="doctorEmpty",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._cards)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for part in (self._start, self._stop, self._spinner):
            row.addWidget(part)
        row.addWidget(self._said, 1)
        row.addWidget(self._public)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_2, SPACE, SPACE_2, 0)
        head.setSpacing(SPACE)
        head.addLayout(row)
        head.addWidget(privacy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self.show_diagnosis(None)

    def show_working(self) -> None:
        """Show that the look is under way."""
        self._start.hide()
        self._stop.show()
        self._spinner.show()
        self._say(self.tr("Asking the name servers…"), "muted")

    def show_diagnosis(self, diagnosis: Diagnosis | None, *, can_look: bool = True) -> None:
        """Show what came of it; None where nobody has looked yet."""
        self._start.show()
        self._start.setEnabled(can_look)
        self._stop.hide()
        self._spinner.hide()
        if diagnosis is None:
            self._say("", "muted")
            self._pages.setCurrentIndex(0)
            return
        count = len(diagnosis.findings)
        if diagnosis.is_sound:
            text = self.tr("All records are right.")
            text = self.tr("All records are right, with a remark.") if count else text
            self._say(text, "success")
        else:
            good = sum(look.state is RecordState.GOOD for look in diagnosis.records)
            self._say(
                self.tr("{good} of {all} records are right.").format(
                    good=good, all=len(diagnosis.records)
                ),
                "danger",
            )
        self._cards.replace(
            [
                finding_card(findings, number=number, icons=self._icons)
                for number, findings in enumerate(grouped(diagnosis.findings))
            ]
        )
        if count:
            self._pages.setCurrentIndex(1)
            return
        self._empty.set_icon("circle-check", role="success")
        asked = self.tr("Asked: {servers}").format(servers=", ".join(diagnosis.asked))
        if diagnosis.unreached:
            unreached = self.tr("There is no way from this computer to {servers}.")
            asked = f"{asked}\n{unreached.format(servers=', '.join(diagnosis.unreached))}"
        self._empty.set_texts(self.tr("No mistake found"), asked)
        self._pages.setCurrentIndex(0)

    def _say(self, text: str, kind: str) -> None:
        self._said.setText(text)
        set_look(self._said, "kind", kind)
