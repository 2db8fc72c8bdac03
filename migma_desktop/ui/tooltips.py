"""Tooltips that may quote tags: Qt would take them for formatted text."""

from __future__ import annotations

from html import escape


def as_plain(text: str) -> str:
    """Return what a tooltip has to be given to show a text as it is."""
    return f"<span>{escape(text)}</span>" if "<" in text else text
