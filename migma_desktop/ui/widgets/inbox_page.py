"""The rows in which three mail programs list the email, on a desktop and on a phone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from migma_desktop.core.inbox_row import PROGRAMS, Listing, RowRoom, length_hint, row
from migma_desktop.core.looks import Look, hint_of
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_HALF
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.icon_label import IconLabel
from migma_desktop.ui.widgets.inbox_row_view import DARK_PAPER, LIGHT_PAPER, InboxRowView
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_PHONE_WIDTH = 360
_DESKTOP_MOST = 900


class InboxPage(QWidget):
    """Shows each row as far as its program does, on white or on dark paper."""

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._listed = Listing()
        self.setObjectName("inboxPage")
        self._paper = SegmentedControl(
            (Segment("light", self.tr("Light"), "sun"), Segment("dark", self.tr("Dark"), "moon")),
            icons=icons,
            accessible_name=self.tr("Light or dark inbox"),
            object_name="inboxPaper",
        )
        self._follow_theme()
        icons.theme.changed.connect(self._on_theme_changed)
        self._paper.value_changed.connect(lambda _value: self._show())
        self._hint = QLabel()
        self._hint.setObjectName("inboxHint")
        self._hint.setWordWrap(True)
        self._hint_line = QWidget()
        self._rows: list[tuple[InboxRowView, RowRoom, str]] = []
        self._lay_out()

    def show_listing(self, listed: Listing) -> None:
        """Show what another email, or the same one changed, is listed by."""
        self._listed = listed
        hint = length_hint(listed)
        self._hint_line.setVisible(hint is not None)
        if hint is not None:
            self._hint.setText(translated(hint))
        self._show()

    def _follow_theme(self) -> None:
        self._paper.set_value("dark" if self._icons.theme.tokens.is_dark else "light")

    def _on_theme_changed(self) -> None:
        self._follow_theme()
        self._show()

    def _show(self) -> None:
        paper = DARK_PAPER if self._paper.value() == "dark" else LIGHT_PAPER
        listed = self._listed
        if not listed.subject:
            listed = Listing(listed.sender, self.tr("(no subject)"), listed.preview, listed.is_body)
        for view, room, name in self._rows:
            view.show_row(row(listed, room), paper, name)

    def _lay_out(self) -> None:
        about = QLabel(translated(hint_of(Look.INBOX)))
        about.setWordWrap(True)
        set_look(about, "kind", "small")
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_2)
        tools.addWidget(about, 1)
        tools.addWidget(self._paper)
        line = QHBoxLayout(self._hint_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE)
        line.addWidget(
            IconLabel("info", icons=self._icons, role="info"), 0, Qt.AlignmentFlag.AlignTop
        )
        line.addWidget(self._hint, 1)
        self._hint_line.hide()
        page = QWidget()
        set_look(page, "kind", "scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE_2, SPACE + SPACE_HALF, SPACE_2, SPACE_2)
        column.setSpacing(SPACE)
        column.addLayout(tools)
        column.addWidget(self._hint_line)
        for program in PROGRAMS:
            heading = QLabel(program.name)
            set_look(heading, "kind", "label")
            column.addSpacing(SPACE)
            column.addWidget(heading)
            self._add(column, program.name, program.desktop, is_phone=False)
            self._add(column, program.name, program.phone, is_phone=True)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("inboxRows")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    def _add(self, column: QVBoxLayout, program: str, room: RowRoom, *, is_phone: bool) -> None:
        where = self.tr("phone") if is_phone else self.tr("desktop")
        key = f"{program.lower().replace(' ', '')}.{'phone' if is_phone else 'desktop'}"
        view = InboxRowView(
            icons=self._icons,
            one_line=room.is_one_line,
            object_name=f"inboxRow.{key}",
        )
        view.setMaximumWidth(_PHONE_WIDTH if is_phone else _DESKTOP_MOST)
        caption = QLabel(where)
        set_look(caption, "kind", "small")
        caption.setFixedWidth(caption.fontMetrics().horizontalAdvance(self.tr("desktop")) + SPACE)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(caption)
        line.addWidget(view, 100)  # all there is, up to its own width
        if is_phone:
            line.addStretch(1)
        column.addLayout(line)
        name = self.tr("{program} on a {device}").format(program=program, device=where)
        self._rows.append((view, room, name))
