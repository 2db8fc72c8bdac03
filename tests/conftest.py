"""All tests run without a screen, whoever starts them, and on machines of any speed."""

from __future__ import annotations

import os
import sys

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # Chromium's refuses to serve root

# A busy machine is no fault of the code: nothing is judged by its time here.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("faults", settings.get_profile("patient"), print_blob=True)  # see faults/
settings.load_profile("patient")


def pytest_sessionfinish() -> None:
    """Empty the clipboard: the offscreen platform does it after Python's end, and crashes."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
