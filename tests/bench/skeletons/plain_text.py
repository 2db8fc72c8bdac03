"""A bare plain text editor: how long it stands still at a keystroke, or while it takes an email."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.bench import documents
from tests.bench.probes import StallProbe, StandstillProbe, nth_percentile
from tests.bench.processes import report

KEYS = 200
PACE = 60  # ms between two keys: two hundred words a minute
REST = 500  # ms before an email comes in, and until it has been laid out


def main(kilobytes: int, *, is_opened: bool) -> int:
    """Type into the editor or load an email into it, report and leave."""
    application = QApplication(sys.argv)
    editor = QPlainTextEdit()
    editor.resize(640, 800)
    email = documents.email(kilobytes)
    if not is_opened:
        editor.setPlainText(email)
    editor.show()

    def done(stalls: list[float]) -> None:
        report(stall_p99=nth_percentile(stalls, 99))
        application.quit()

    standstill = StandstillProbe(editor)

    def open_email() -> None:
        standstill.start()
        editor.setPlainText(email)
        QTimer.singleShot(REST, editor, opened)

    def opened() -> None:
        report(stall=standstill.stop())
        application.quit()

    if is_opened:
        QTimer.singleShot(REST, editor, open_email)
    else:
        StallProbe(editor, done).start(keys=KEYS, pace=PACE)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), is_opened="open" in sys.argv[2:]))
