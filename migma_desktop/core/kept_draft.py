"""A draft as it was left, apart from ``draft_shelf`` since the window waits for it."""

from __future__ import annotations

from typing import NamedTuple

from migma_desktop.core.draft import Draft


class EditorView(NamedTuple):
    """Where somebody was in a text. Offsets are code points; caret and anchor span a selection."""

    anchor: int = 0
    caret: int = 0
    top: int = 0  # the first line in view, counted from 0


class KeptDraft(NamedTuple):
    """A draft as it was left."""

    draft: Draft
    name: str = ""  # given by the user, empty until then
    view: EditorView = EditorView()
