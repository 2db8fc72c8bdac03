"""The bar below the editor that finds and replaces."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from migma_desktop.ui.editor import search
from migma_desktop.ui.editor.places import Span
from migma_desktop.ui.editor.search import BadPattern, Query
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_HALF
from migma_desktop.ui.widgets.button import Button

_NARROW = 440  # pixels
_LEAST = 280
_REST_MS = 80  # a text that changes is searched again when the typing rests


class FindBar(QFrame):
    """Searches one editor.

    Signals:
        closed: the user is done with it.
    """

    closed = Signal()

    def __init__(
        self, *, editor: TemplateEditor, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAccessibleName(self.tr("Find and replace"))
        self._editor = editor
        self._icons = icons
        self._matches: list[Span] = []
        self._current: Span | None = None
        self._origin = 0  # where the caret stood when the search began
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_text_rested)
        self._make_fields()
        self._make_buttons()
        self._lay_out()
        editor.document().contentsChange.connect(self._on_contents_change)
        editor.selectionChanged.connect(self._on_selection_changed)
        self.hide()

    # ---- What others call ----

    def open(self, *, with_replace: bool = False) -> None:
        """Show the bar, ready for what to find; a selected word is taken over."""
        cursor = self._editor.textCursor()
        self._origin = cursor.selectionStart()
        selected = cursor.selectedText()
        self._replace_row.setVisible(with_replace)
        self.show()
        if selected and "\u2029" not in selected and not self._is_regex.isChecked():
            self._find.setText(selected)
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar and its marks; the editor has the keyboard again."""
        self.hide()
        self._rest.stop()
        self._editor.show_matches((), None)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def find_next(self) -> None:
        """Go to the match behind the caret; from the last one to the first."""
        self._step(forwards=True)

    def find_previous(self) -> None:
        """Go to the match before the caret; from the first one to the last."""
        self._step(forwards=False)

    # ---- Building ----

    def _make_fields(self) -> None:
        self._find = QLineEdit()
        self._find.setObjectName("findText")
        self._find.setAccessibleName(self.tr("Find"))
        self._find.setPlaceholderText(self.tr("Find"))
        self._find.textChanged.connect(self._on_query_changed)
        self._replacement = QLineEdit()
        self._replacement.setObjectName("replaceText")
        self._replacement.setAccessibleName(self.tr("Replace with"))
        self._replacement.setPlaceholderText(self.tr("Replace with"))
        self._count = QLabel()
        self._count.setObjectName("findCount")
        self._count.setProperty("kind", "small")
        self._count.setMinimumWidth(
            self._count.fontMetrics().horizontalAdvance("10,000 of 10,000+")
        )
        self._message = QLabel()
        self._message.setObjectName("findMessage")
        self._message.setProperty("kind", "danger")
        self._message.setWordWrap(True)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.hide()

    def _make_buttons(self) -> None:
        self._match_case = self._option("findMatchCase", "case-sensitive", self.tr("Match case"))
        self._whole_word = self._option("findWholeWord", "whole-word", self.tr("Whole words only"))
        self._is_regex = self._option("findRegex", "regex", self.tr("Regular expression"))
        self._previous = self._icon_button(
            "findPrevious", "chevron-up", self.tr("Previous match (Shift+F3)")
        )
        self._next = self._icon_button("findNext", "chevron-down", self.tr("Next match (F3)"))
        self._close = self._icon_button("findClose", "x", self.tr("Close (Esc)"))
        self._replace_one = Button(
            self.tr("Replace"), icons=self._icons, small=True, object_name="replaceOne"
        )
        self._replace_all = Button(
            self.tr("Replace all"), icons=self._icons, small=True, object_name="replaceAll"
        )
        self._previous.clicked.connect(self.find_previous)
        self._next.clicked.connect(self.find_next)
        self._close.clicked.connect(self.close_bar)
        self._replace_one.clicked.connect(self._on_replace_pressed)
        self._replace_all.clicked.connect(self._on_replace_all_pressed)

    def _icon_button(self, object_name: str, icon_name: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(object_name)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.bind(button, icon_name, role="text_muted")
        return button

    def _option(self, object_name: str, icon_name: str, name: str) -> QToolButton:
        button = self._icon_button(object_name, icon_name, name)
        button.setCheckable(True)
        button.toggled.connect(self._on_query_changed)
        return button

    def _lay_out(self) -> None:
        self._replace_row = _row(self._replacement, self._replace_one, self._replace_all)
        self._options = _row(self._match_case, self._whole_word, self._is_regex, self._count)
        self._count.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        steps = _row(self._previous, self._next, self._close)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._grid.setSpacing(SPACE)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._find, 0, 0)
        self._grid.addWidget(steps, 0, 2)
        self._grid.addWidget(self._message, 2, 0, 1, 3)
        self._grid.addWidget(self._replace_row, 3, 0, 1, 3)
        self._arrange(is_narrow=False)

    def _arrange(self, *, is_narrow: bool) -> None:
        """Put the options beside the text, or below it where the pane is narrow."""
        self._is_narrow = is_narrow
        place = (1, 0, 1, 3) if is_narrow else (0, 1, 1, 1)
        self._grid.removeWidget(self._options)
        self._grid.addWidget(self._options, *place, Qt.AlignmentFlag.AlignLeft)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the narrow form, whatever the present one is."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width that there is."""
        super().resizeEvent(event)
        if (event.size().width() < _NARROW) is not self._is_narrow:
            self._arrange(is_narrow=not self._is_narrow)

    # ---- Searching ----

    def _query(self) -> Query:
        return Query(
            self._find.text(),
            match_case=self._match_case.isChecked(),
            whole_word=self._whole_word.isChecked(),
            is_regex=self._is_regex.isChecked(),
        )

    def _search(self) -> bool:
        """Find all matches; tell whether the query could be understood."""
        try:
            self._matches = search.find_all(self._query(), self._editor.text())
        except BadPattern as error:
            self._matches = []
            self._show_problem(error)
            return False
        self._show_problem(None)
        self._show_matches()
        return True

    def _show_problem(self, error: BadPattern | None) -> None:
        set_look(self._find, "state", "none" if error is None else "error")
        self._message.setVisible(error is not None)
        if error is None:
            return
        if error.reason:
            text = self.tr("This pattern can’t be used: {reason} (at character {number}).").format(
                reason=error.reason, number=error.at + 1
            )
        else:
            text = self.tr("This pattern is too complicated for this text. Try a simpler one.")
        self._message.setText(text)
        self._count.clear()
        self._editor.show_matches((), None)

    def _show_matches(self) -> None:
        cursor = self._editor.textCursor()
        selected = Span(cursor.selectionStart(), cursor.selectionEnd())
        index = bisect_left(self._matches, selected)
        is_match = index < len(self._matches) and self._matches[index] == selected
        self._current = selected if is_match else None
        self._count.setText(self._count_text(index + 1 if is_match else 0))
        for button in (self._next, self._previous, self._replace_one, self._replace_all):
            button.setEnabled(bool(self._matches))
        self._editor.show_matches(self._matches, self._current)

    def _count_text(self, number: int) -> str:
        count = len(self._matches)
        if not self._find.text():
            return ""
        if count == 0:
            return self.tr("No matches")
        shown = f"{count:,}+" if count == search.MOST_MATCHES else f"{count:,}"
        if number:
            return self.tr("{number} of {count}").format(number=f"{number:,}", count=shown)
        return self.tr("1 match") if count == 1 else self.tr("{count} matches").format(count=shown)

    def _step(self, *, forwards: bool) -> None:
        if not self._search() or not self._matches:
            return
        cursor = self._editor.textCursor()
        if forwards:
            place = cursor.selectionEnd()
            if self._current == Span(place, place):  # an empty match: go beyond it
                place += 1
            index = bisect_left(self._matches, place, key=lambda span: span.start)
        else:
            index = bisect_left(self._matches, cursor.selectionStart(), key=lambda span: span.start)
            index -= 1
        self._go_to(self._matches[index % len(self._matches)])

    def _go_to(self, match: Span) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(match.start)
        cursor.setPosition(match.end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        self._show_matches()

    def _on_query_changed(self) -> None:
        if not self._search():
            return
        index = bisect_left(self._matches, self._origin, key=lambda span: span.start)
        if self._matches:
            self._go_to(self._matches[index % len(self._matches)])

    def _on_contents_change(self, position: int, removed: int, added: int) -> None:
        if self.isHidden():
            return
        shift = added - removed
        end = position + removed
        self._matches = [
            match if match.end <= position else Span(match.start + shift, match.end + shift)
            for match in self._matches
            if match.end <= position or match.start >= end
        ]
        self._editor.show_matches(self._matches, None)
        self._rest.start()

    def _on_text_rested(self) -> None:
        self._search()

    def _on_selection_changed(self) -> None:
        if self.isVisible() and self._editor.hasFocus():
            self._origin = self._editor.textCursor().selectionStart()
            if not self._rest.isActive():
                self._show_matches()

    # ---- Replacing ----

    def _on_replace_pressed(self) -> None:
        if not self._search():
            return
        if self._current is None:
            self.find_next()
            return
        text = search.replacement_at(
            self._query(), self._editor.text(), self._current, self._replacement.text()
        )
        if text is not None:
            self._editor.textCursor().insertText(text)
        self.find_next()

    def _on_replace_all_pressed(self) -> None:
        try:
            text, count = search.replaced(
                self._query(), self._editor.text(), self._replacement.text()
            )
        except BadPattern as error:
            self._show_problem(error)
            return
        self._editor.replace_text(text)
        self._search()
        self._count.setText(self.tr("{count} replaced").format(count=f"{count:,}"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter goes back, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_enter(
                is_backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
            return
        super().keyPressEvent(event)

    def _take_enter(self, *, is_backwards: bool) -> None:
        if self._replacement.hasFocus():
            self._on_replace_pressed()
        elif is_backwards:
            self.find_previous()
        else:
            self.find_next()


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_HALF)
    for widget in widgets:
        layout.addWidget(widget)
    return row
