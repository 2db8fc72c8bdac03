"""Shows the core's sentences in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from migma_desktop.core.texts import Text


def translated(text: Text) -> str:
    """Look a sentence up in the translations and fill its gaps, which may be sentences too."""
    values = {
        name: translated(value) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    return QCoreApplication.translate("core", text.template).format_map(values)
