"""The template editor alone, or a bare one with the same text: type, and report the standstills.

``stall_p99`` is the longest time in which the event loop did not turn, after each of the keys;
``key_median`` is what one key costs until the text, as the renderer takes it, is there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from migma_desktop.ui.editor.language import Language
from migma_desktop.ui.editor.template_editor import TemplateEditor
from migma_desktop.ui.theme import Theme
from tests.bench import documents
from tests.bench.probes import StallProbe, nth_percentile
from tests.bench.processes import report

KEYS, PACE = 200, 60  # ms between two keys: two hundred words a minute
KEYS_ONE_LINE, PACE_ONE_LINE = 30, 300  # Qt itself needs longer than PACE for such a key

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
    watch = KeyWatch(editor)

    def done(stalls: list[float]) -> None:
        report(stall_p99=nth_percentile(stalls, 99), key_median=median(watch.taken))
        application.quit()

    if kind == "one-line":
        StallProbe(editor, done).start(keys=KEYS_ONE_LINE, pace=PACE_ONE_LINE)
    else:
        StallProbe(editor, done).start(keys=KEYS, pace=PACE)
    return application.exec()


class KeyWatch(QObject):
    """Notes how long each key takes until the whole text was read."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self.taken: list[float] = []
        self._began = 0.0
        self._read: Callable[[], str] = (
            editor.text if isinstance(editor, TemplateEditor) else editor.toPlainText
        )
        editor.installEventFilter(self)
        editor.textChanged.connect(self._on_text_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt calls it
        """Note when a key arrives."""
        if event.type() == QEvent.Type.KeyPress:
            self._began = time.perf_counter()
        return False

    def _on_text_changed(self) -> None:
        self._read()
        if self._began:
            self.taken.append((time.perf_counter() - self._began) * 1000)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
