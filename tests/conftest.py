"""All tests run without a screen, whoever starts them, and on machines of any speed."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter

import pytest
from _pytest.nodeid import NodeId
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # Chromium's refuses to serve root

# A busy machine is no fault of the code: nothing is judged by its time here.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("faults", settings.get_profile("patient"), print_blob=True)  # see faults/
settings.load_profile("patient")


_YOUNG, _OLD = 5_000, 100  # objects, and tests, after which garbage is collected


class GarbageCollection:
    """Collects garbage in the main thread alone, as the program does: widgets may be among it."""

    def __init__(self) -> None:
        self._tests = 0

    def pytest_runtest_setup(self) -> None:
        """Whatever ran before may have left it on."""
        gc.disable()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self) -> None:
        """Look at what is young often, and at everything now and then."""
        self._tests += 1
        if self._tests % _OLD == 0:
            gc.collect()
        elif gc.get_count()[0] > _YOUNG:
            gc.collect(1)


def pytest_configure(config: pytest.Config) -> None:
    """Take part in each test."""
    config.pluginmanager.register(GarbageCollection())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test a name of its own: of several with one name the workers run one alone.

    schemathesis names all operations of a contract alike.
    """
    names: Counter[str] = Counter()
    for item in items:
        names[item.nodeid] += 1
        if names[item.nodeid] > 1:
            # pytest has no public way to name an item that a plugin has made.
            item._id = NodeId.parse(f"{item.nodeid}[{names[item.nodeid]}]")


def pytest_sessionfinish() -> None:
    """Empty the clipboard: the offscreen platform does it after Python's end, and crashes."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
