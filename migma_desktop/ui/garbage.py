"""Python's garbage, collected by the GUI thread alone.

Objects that refer to each other are found by a collector that runs in whichever thread happens to
allocate. Widgets are among them, and Qt lets nobody but the GUI thread destroy those: a collector
that began in a worker would end the program, once in some hundred starts.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 200
_WHOLE_SECONDS = 20.0  # between two looks through everything; each may take some hundredths


class GarbageCollector(QObject):
    """Looks for garbage as often as Python would have done by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._whole_at = time.monotonic()
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    def _look(self) -> None:
        generation = _due()
        if generation == len(gc.get_threshold()) - 1:
            if time.monotonic() - self._whole_at < _WHOLE_SECONDS:
                generation -= 1
            else:
                self._whole_at = time.monotonic()
        if generation >= 0:
            gc.collect(generation)


def _due() -> int:
    """Return the oldest generation that has come to its threshold; -1 where none has."""
    due = [
        generation
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if most and count > most
    ]
    return max(due, default=-1)
