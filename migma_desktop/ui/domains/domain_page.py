"""Everything about one domain: its state, its records, the doctor, a test, its options."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from migma_desktop.core.domains.finding import Diagnosis
from migma_desktop.core.domains.kept import KeptDomain, state_words
from migma_desktop.core.domains.verdict import Verdict
from migma_desktop.core.models import DomainState
from migma_desktop.ui.domains.doctor_view import DoctorView
from migma_desktop.ui.domains.domain_options import DomainOptions
from migma_desktop.ui.domains.parts import words
from migma_desktop.ui.domains.received_view import ReceivedView
from migma_desktop.ui.domains.records_view import RecordsView
from migma_desktop.ui.domains.verdict_cards import OF_GRADE
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.divider import Divider
from migma_desktop.ui.widgets.elided_label import ElidedLabel
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl
from migma_desktop.ui.widgets.spinner import Spinner

_PAGES = ("records", "doctor", "test", "options")
_KINDS = {
    DomainState.VERIFIED: "success",
    DomainState.MANAGED: "success",
    DomainState.WAITING: "warning",
    DomainState.FAILED: "danger",
}


class DomainPage(QWidget):
    """Shows a domain and passes on what its user wants.

    Signals:
        check_wanted(), stop_wanted(): have Migma look until something changes; stop that.
        report_wanted(): keep the whole check in a file.
    """

    check_wanted = Signal()
    stop_wanted = Signal()
    report_wanted = Signal()

    def __init__(
        self, *, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._could_send = True
        self._name = ElidedLabel(kind="title", object_name="domainName")
        self._state = words("", "muted")
        self._state.setObjectName("domainState")
        self._check = Button(
            self.tr("Check now"), icons=icons, icon_name="refresh-cw", object_name="checkNowButton"
        )
        self._check.clicked.connect(self.check_wanted)
        self._report = Button(
            self.tr("Save report…"),
            icons=icons,
            icon_name="download",
            object_name="saveReportButton",
        )
        self._report.clicked.connect(self.report_wanted)
        self._watching = self._watch_row(icons)
        self._choice = SegmentedControl(
            [
                Segment("records", self.tr("DNS records")),
                Segment("doctor", self.tr("DNS doctor")),
                Segment("test", self.tr("Test")),
                Segment("options", self.tr("Options")),
            ],
            icons=icons,
            accessible_name=self.tr("What to show"),
            object_name="domainViews",
        )
        self._choice.value_changed.connect(self.show_view)
        self.records = RecordsView(icons=icons)
        self.doctor = DoctorView(icons=icons)
        self.received = ReceivedView(icons=icons)
        self.options = DomainOptions(icons=icons)
        self._pages = QStackedWidget()
        for page in (self.records, self.doctor, self.received, self.options):
            self._pages.addWidget(page)
        self._lay_out()

    def show_domain(self, kept: KeptDomain, diagnosis: Diagnosis | None) -> None:
        """Show what is known of a domain."""
        self._name.set_text(kept.name)
        self._state.setText(translated(state_words(kept, now=self._now())))
        set_look(self._state, "kind", _KINDS[kept.domain.state])
        self._check.setEnabled(kept.domain.state is not DomainState.MANAGED)
        self._mark_records(kept.domain.state)
        self._mark_doctor(diagnosis)
        self.records.show_domain(kept, diagnosis)
        self.options.show_domain(kept)
        self.received.set_can_send(kept.domain.can_send)
        if kept.domain.can_send and not self._could_send:
            self.received.show_sending("", "none")
        self._could_send = kept.domain.can_send
        if not kept.domain.can_send:
            self.received.show_sending(
                self.tr("Migma sends from this domain as soon as it is verified."), "none"
            )

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show what received headers prove; None when there are none."""
        self.received.show_verdict(verdict)
        if verdict is None:
            self._choice.set_mark("test")
        else:
            self._choice.set_mark("test", *OF_GRADE[verdict.grade], translated(verdict.title))

    def show_view(self, name: str) -> None:
        """Turn to the records, the doctor, the test or the options."""
        self._choice.set_value(name)
        self._pages.setCurrentIndex(_PAGES.index(name))

    def show_watching(self, text: str, *, is_turning: bool) -> None:
        """Say how far the watching is; an empty text takes the line away."""
        self._watch_text.setText(text)
        self._watching.setVisible(bool(text))
        self._spinner.setVisible(is_turning)
        self._stop.setVisible(is_turning)
        self._check.setVisible(not is_turning)

    def _mark_records(self, state: DomainState) -> None:
        mark = {
            DomainState.WAITING: ("clock", "warning", self.tr("Migma is waiting for them")),
            DomainState.FAILED: ("circle-alert", "danger", self.tr("Migma didn't find them")),
        }
        found = ("circle-check", "success", self.tr("Migma has found them"))
        self._choice.set_mark("records", *mark.get(state, found))

    def _mark_doctor(self, diagnosis: Diagnosis | None) -> None:
        if diagnosis is None:
            self._choice.set_mark("doctor")
        elif diagnosis.is_sound:
            self._choice.set_mark("doctor", "circle-check", "success", self.tr("Nothing is wrong"))
        else:
            self._choice.set_mark("doctor", "circle-alert", "danger", self.tr("Something is wrong"))

    def _watch_row(self, icons: Icons) -> QWidget:
        self._spinner = Spinner(icons=icons)
        self._watch_text = QLabel()
        self._watch_text.setObjectName("watchSays")
        self._watch_text.setWordWrap(True)
        self._stop = Button(self.tr("Stop"), icons=icons, small=True, object_name="stopWatchButton")
        self._stop.clicked.connect(self.stop_wanted)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(SPACE_2, 0, SPACE_2, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self._spinner)
        layout.addWidget(self._watch_text, 1)
        layout.addWidget(self._stop)
        row.hide()
        return row

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._state)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE)
        head.setSpacing(SPACE)
        head.addLayout(names, 1)
        head.addWidget(self._check)
        head.addWidget(self._report)
        choice = QHBoxLayout()
        choice.setContentsMargins(SPACE_2, 0, SPACE_2, SPACE)
        choice.addWidget(self._choice)
        choice.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._watching)
        column.addLayout(choice)
        column.addWidget(Divider())
        column.addWidget(self._pages, 1)
