"""Two texts side by side: what was on the left, what is on the right, changed words marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from migma_desktop.core.text_diff import Change, DiffRow, Piece
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE_2, Tokens
from migma_desktop.ui.translation import translated

_EMPTY_LINE = "&nbsp;"


class DiffView(QTextBrowser):
    """Shows changes as one table, so that lines that belong together stay side by side."""

    def __init__(self, *, icons: Icons, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._changes: Sequence[Change] = ()
        self.setObjectName(object_name)
        self.setAccessibleName(self.tr("What changed"))
        self.setOpenLinks(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(SPACE_2)
        set_look(self, "kind", "flat")
        icons.theme.changed.connect(self._on_theme_changed)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show these changes."""
        self._changes = changes
        if not changes:
            self.setHtml(f"<p>{escape(self.tr('Nothing changed between then and now.'))}</p>")
            return
        tokens = self._icons.theme.tokens
        then, now = escape(self.tr("Then")), escape(self.tr("Now"))
        head = f"<tr><td width='50%'><b>{then}</b></td><td width='50%'><b>{now}</b></td></tr>"
        parts = "".join(self._part(change, tokens) for change in changes)
        look = f"width='100%' cellspacing='0' cellpadding='4' style='color:{tokens.text}'"
        self.setHtml(f"<table {look}>{head}{parts}</table>")

    def _on_theme_changed(self) -> None:
        self.show_changes(self._changes)

    def _part(self, change: Change, tokens: Tokens) -> str:
        label = escape(translated(change.label))
        head = f"<tr><td colspan='2' style='color:{tokens.text_muted}'><br><b>{label}</b></td></tr>"
        rows = "".join(self._row(row, tokens) for row in change.rows)
        if change.is_cut:
            text = escape(self.tr("There is more; bring the version back to see all of it."))
            rows += f"<tr><td colspan='2' style='color:{tokens.text_muted}'>{text}</td></tr>"
        return head + rows

    def _row(self, row: DiffRow, tokens: Tokens) -> str:
        if row.left_out:
            text = escape(self.tr("… {count} lines are the same …").format(count=row.left_out))
            style = f"color:{tokens.text_faint}"
            return f"<tr><td colspan='2' align='center' style='{style}'>{text}</td></tr>"
        left = _cell(row.then, ground=tokens.danger_soft, ink=tokens.danger, struck=True)
        right = _cell(row.now, ground=tokens.success_soft, ink=tokens.success, struck=False)
        return f"<tr>{left}{right}</tr>"


def _cell(pieces: tuple[Piece, ...] | None, *, ground: str, ink: str, struck: bool) -> str:
    if pieces is None:
        return "<td></td>"
    line = "text-decoration:line-through;" if struck else "font-weight:600;"
    marked = f"background-color:{ground};color:{ink};{line}"
    text = "".join(
        f"<span style='{marked}'>{escape(piece.text)}</span>"
        if piece.changed and piece.text.strip()
        else escape(piece.text)
        for piece in pieces
    )
    return f"<td style='white-space:pre-wrap'>{text or _EMPTY_LINE}</td>"
