"""Widget tests run without a screen, in the light theme."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import Theme, ThemeMode
from tests.ui.stage import Stage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


# The offscreen platform says this whenever a window asks for something that only a screen has.
_REMARK = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "ui":
            item.add_marker(pytest.mark.qt_log_ignore(_REMARK, extend=True))


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    # Widgets of earlier tests wait for an event loop to be deleted; a new stylesheet would polish
    # them all again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return Theme(application=qapp, hints=qapp.styleHints(), mode=ThemeMode.LIGHT)


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


@pytest.fixture
def stage(icons: Icons, qapp: QApplication) -> Iterator[Stage]:
    stage = Stage(icons)
    yield stage
    for window in stage.shown:
        window.deleteLater()
    QTest.qWait(0)


@pytest.fixture
def runtime(qapp: QApplication) -> Iterator[AsyncRuntime]:
    runtime = AsyncRuntime(application=qapp)
    yield runtime
    runtime.shutdown()
    runtime.deleteLater()
