"""A bare plain text editor with a large email in it: how long it stands still at a keystroke."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.bench import documents
from tests.bench.probes import StallProbe, nth_percentile
from tests.bench.processes import report

KEYS = 200
PACE = 60  # ms between two keys: two hundred words a minute


def main(kilobytes: int) -> int:
    """Type into the editor, report and leave."""
    application = QApplication(sys.argv)
    editor = QPlainTextEdit()
    editor.resize(640, 800)
    editor.setPlainText(documents.email(kilobytes))
    editor.show()

    def done(stalls: list[float]) -> None:
        report(stall_p99=nth_percentile(stalls, 99))
        application.quit()

    StallProbe(editor, done).start(keys=KEYS, pace=PACE)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
