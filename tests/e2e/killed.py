"""A program of its own to be killed: writes an email, says when it is on disk, and goes on.

Run with the profile's folder, in which an account is known.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QSplitter

from migma_desktop.core.kept_draft import EditorView
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.keychain import MemoryKeychain
from migma_desktop.ui.application import make_application
from migma_desktop.ui.editor.source_view import SourceView
from tests.e2e.driver import Program

TEXT = "\n".join(f"Line {number} of what was typed." for number in range(200))
VIEW = EditorView(anchor=3000, caret=3010, top=95)
COLUMNS = [330, 400, 290]


def main(folder: Path) -> None:
    """Write, and wait for the end."""
    program = Program(application=make_application(), folder=folder, keychain=MemoryKeychain())
    program.until_connected()
    program.new_email()
    window = program.app.window
    window.resize(1024, 700)
    columns = program.pilot.find(QSplitter, "columns")
    columns.setSizes(COLUMNS)
    columns.splitterMoved.emit(0, 0)  # as the mouse makes it
    program.type_into("subject", "Typed before the crash, {{first_name}}")
    program.write(TEXT)
    program.fill({"first_name": "Ama"})
    editor = program.pilot.find(SourceView, "templateEditor")
    editor.set_view(VIEW)

    def is_all_on_disk() -> bool:
        kept = DraftStore(database=program.app.database, now=lambda: datetime.now(UTC)).reopen()
        settings = (folder / "config" / "settings.json").read_text("utf-8")
        has_columns = str(columns.sizes()).replace(" ", "") in "".join(settings.split())
        return kept is not None and kept.view == editor.view() and has_columns

    program.until(is_all_on_disk, "all of it on disk")
    sys.stdout.write(f"{editor.view().top} {columns.sizes()}\n")
    sys.stdout.flush()
    program.until(lambda: False, "the end")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
