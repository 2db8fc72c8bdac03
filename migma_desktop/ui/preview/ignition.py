"""Starts the browser engine's processes, with the interpreter free meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent
from PySide6.QtWebEngineWidgets import QWebEngineView

Spark = QWebEngineView
"""What starts the engine; not needed any more once that runs."""


def ignite() -> Spark:
    """Start the engine, and return what must be kept until a page of one's own is there.

    The first page of a process starts the engine: 20 ms of work, and 50 to 200 ms of waiting for
    other processes. A page that Python makes waits with the interpreter locked; one that a view
    makes when Qt tells it that it is hidden does not. So a thread can load modules and render the
    first email in that time. No other event is handled, and so nothing of Python runs here
    meanwhile. That page loads nothing, needs no process of its own, and goes with its view.
    """
    view = QWebEngineView()
    QCoreApplication.postEvent(view, QHideEvent())
    QCoreApplication.sendPostedEvents(view)
    return view
