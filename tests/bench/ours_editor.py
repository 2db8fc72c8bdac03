"""The template editor alone, or a bare one with the same text: type, and report the standstills.

``stall_p99`` is the longest time in which the event loop did not turn, after each of the keys;
``key_median`` is what one key costs until the text, as the renderer takes it, is there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.theme import Theme
from tests.bench import documents
from tests.bench.probes import StallProbe, nth_percentile
from tests.bench.processes import report

KEYS = 200
PACE = 60  # ms between two keys: two hundred words a minute

_PARAGRAPH = "Hello **{{name}}**, this is *paragraph* {number} with [a link](https://a.test/).\n\n"


def text_of(kind: str) -> str:
    """Return about 250 KB of one kind."""
    if kind == "markdown":
        return "".join(_PARAGRAPH.replace("{number}", str(number)) for number in range(3200))
    html = documents.email(250)
    if kind == "emoji":
        return html.replace("Item", "🎁 Item")
    return html.replace("\n", " ") if kind == "one-line" else html


def make(side: str, kind: str, application: QApplication) -> QPlainTextEdit:
    """Return an editor that holds the text, ours or a bare one."""
    if side == "bare":
        bare = QPlainTextEdit()
        bare.setPlainText(text_of(kind))
        return bare
    theme = Theme(application=application, hints=application.styleHints())
    language = Language.MARKDOWN if kind == "markdown" else Language.HTML
    editor = TemplateEditor(theme=theme, language=language)
    editor.load_text(text_of(kind))
    editor.set_missing_placeholders(frozenset({"name"}))
    return editor


def main(side: str, kind: str) -> int:
    """Type into the middle of the text, report and leave."""
    application = QApplication(sys.argv)
    editor = make(side, kind, application)
    editor.resize(640, 800)
    editor.show()
    place = QTextCursor(editor.document())
    place.setPosition(editor.document().characterCount() // 2)
    editor.setTextCursor(place)
    editor.centerCursor()
    taken: list[float] = []
    watch(editor, taken)

    def done(stalls: list[float]) -> None:
        report(stall_p99=nth_percentile(stalls, 99), key_median=median(taken))
        application.quit()

    StallProbe(editor, done).start(keys=KEYS, pace=PACE)
    return application.exec()


def watch(editor: QPlainTextEdit, taken: list[float]) -> None:
    """Note how long each change takes until its whole text was read."""
    read: Callable[[], str] = (
        editor.text if isinstance(editor, TemplateEditor) else editor.toPlainText
    )
    began = [time.perf_counter()]
    original = editor.keyPressEvent

    def timed(event: object) -> None:
        began[0] = time.perf_counter()
        original(event)  # type: ignore[arg-type]  # Qt's own event
        read()
        taken.append((time.perf_counter() - began[0]) * 1000)

    editor.keyPressEvent = timed  # type: ignore[method-assign]  # the measured seam


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
