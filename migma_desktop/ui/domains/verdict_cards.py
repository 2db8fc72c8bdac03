"""Cards that say what is wrong and what to do: of the doctor, and of received headers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from migma_desktop.core.domains.finding import DnsFinding, Severity
from migma_desktop.core.domains.verdict import Alignment, Check, Grade, Verdict
from migma_desktop.ui.domains.parts import card, words
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.icon_label import IconLabel

_ICON = 18
_LARGE_ICON = 4 * SPACE
_DETAILS_HEIGHT = 10 * SPACE
_OF_SEVERITY = {
    Severity.ERROR: ("circle-alert", "danger"),
    Severity.WARNING: ("triangle-alert", "warning"),
    Severity.HINT: ("info", "info"),
}
OF_GRADE = {
    Grade.GOOD: ("circle-check", "success"),
    Grade.BAD: ("circle-alert", "danger"),
    Grade.UNSURE: ("circle-question-mark", "text_muted"),
}
_GROUNDS = {Grade.GOOD: "good", Grade.BAD: "bad"}


def finding_card(findings: Sequence[DnsFinding], *, number: int, icons: Icons) -> QWidget:
    """Return a card for one mistake, be it made with one record or with several."""
    first, said = findings[0], translated
    title = said(first.title)
    if len(findings) > 1:
        title = QCoreApplication.translate("domains", "{title} ({count} records)").format(
            title=title, count=len(findings)
        )
    records = [each.record for each in findings if each.record is not None]
    return _card(
        title,
        said(first.text),
        said(first.advice),
        look=_OF_SEVERITY[first.severity],
        place="\n".join(f"{record.type} {record.name}" for record in records),
        details="\n".join(filter(None, (each.details for each in findings))),
        name=f"finding{number}",
        icons=icons,
    )


def check_card(check: Check, *, icons: Icons) -> QWidget:
    """Return a card for SPF, DKIM or DMARC."""
    title = f"{check.name}: {check.result}" if check.result else check.name
    if check.alignment is Alignment.NONE and check.result == "pass":
        title = QCoreApplication.translate("domains", "{check}, but not for this domain").format(
            check=title
        )
    return _card(
        title,
        translated(check.text),
        translated(check.advice) if check.advice is not None else "",
        look=OF_GRADE[check.grade],
        name=f"check{check.name}",
        icons=icons,
    )


def verdict_card(verdict: Verdict, *, icons: Icons) -> QWidget:
    """Return the card that says yes or no."""
    return _card(
        translated(verdict.title),
        translated(verdict.text),
        "\n".join(translated(note) for note in verdict.notes),
        look=OF_GRADE[verdict.grade],
        name="verdict",
        icons=icons,
        kind="title",
        ground=_GROUNDS.get(verdict.grade, ""),
    )


def _card(
    title: str,
    text: str,
    advice: str,
    *,
    look: tuple[str, str],
    name: str,
    icons: Icons,
    place: str = "",
    details: str = "",
    kind: str = "label",
    ground: str = "",
) -> QFrame:
    frame, outer = card()
    frame.setObjectName(name)
    if ground:
        set_look(frame, "state", ground)
    frame.setAccessibleName(title)
    frame.setAccessibleDescription(f"{text} {advice}".strip())
    size = _LARGE_ICON if kind == "title" else _ICON
    icon = IconLabel(look[0], icons=icons, role=look[1], size=size)
    lines = QVBoxLayout()
    lines.setSpacing(SPACE // 2)
    lines.addWidget(words(title, kind, selectable=True))
    if place:
        lines.addWidget(words(place, "mono", selectable=True))
    lines.addWidget(words(text, selectable=True))
    if advice:
        lines.addWidget(words(advice, "muted", selectable=True))
    row = QHBoxLayout()
    row.setSpacing(SPACE + 4)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(lines, 1)
    outer.addLayout(row)
    if details:
        lines.addWidget(_details(details, name=name, icons=icons))
    return frame


def _details(text: str, *, name: str, icons: Icons) -> QWidget:
    more = Button(
        QCoreApplication.translate("domains", "Details"),
        icons=icons,
        kind="link",
        icon_name="chevron-right",
        small=True,
        object_name=f"{name}.showDetails",
    )
    more.setCheckable(True)
    view = QPlainTextEdit(text)
    view.setObjectName(f"{name}.details")
    view.setAccessibleName(QCoreApplication.translate("domains", "Details"))
    view.setReadOnly(True)
    view.setFixedHeight(_DETAILS_HEIGHT)
    set_look(view, "kind", "mono")
    view.hide()

    def on_toggled(shown: bool) -> None:
        more.set_icon_name("chevron-down" if shown else "chevron-right")
        view.setVisible(shown)

    more.toggled.connect(on_toggled)
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(view)
    return box
