"""Keeps lines one line, however text gets into them."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject
from PySide6.QtGui import QValidator

from migma_desktop.ui.qt import override

_BREAKS = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+"  # control characters, line and paragraph ends
_AT_AN_END = re.compile(rf"\A{_BREAKS}|{_BREAKS}\Z")
_BETWEEN = re.compile(rf" *{_BREAKS} *")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class OneLine(QValidator):
    """Turns line breaks and control characters of pasted text into spaces.

    A cell copied from a spreadsheet ends in a line break; a subject would keep it unseen, and a
    header must not hold one (RFC 5322, section 2.2). Of an ``address`` or an id what nobody can
    see goes too, such as the marks that web pages put around text.
    """

    def __init__(self, parent: QObject, *, address: bool = False) -> None:
        super().__init__(parent)
        self._is_address = address

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        before, behind = self._clean(text[:position], text[position:])
        return QValidator.State.Acceptable, before + behind, len(before)

    def _clean(self, before: str, behind: str) -> tuple[str, str]:
        if self._is_address:
            before, behind = _UNSEEN.sub("", before), _UNSEEN.sub("", behind)
        if not _BETWEEN.search(before + behind):
            return before, behind
        if not behind:
            return _BETWEEN.sub(" ", _AT_AN_END.sub("", before)), ""
        return _BETWEEN.sub(" ", before), _BETWEEN.sub(" ", behind)
