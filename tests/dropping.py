"""Dragging something over a widget and letting go of it there, as a person does with the mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QMimeData, QPoint, QPointF, Qt, QUrl, QVersionNumber
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_IN_WHOLE_PIXELS = QLibraryInfo.version() < QVersionNumber(6, 12)  # deprecated from there on


def drop(target: QWidget, data: QMimeData, place: QPoint) -> bool:
    """Drop ``data`` at a place of ``target``; tell whether it would be taken."""
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(place if _IN_WHOLE_PIXELS else QPointF(place), *how)  # type: ignore[arg-type,unused-ignore] # of the one Qt or the other
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDropEvent(QPointF(place), *how))
    return enter.isAccepted()


def drop_file(target: QWidget, file: Path, place: QPoint) -> bool:
    """Drop a file; tell whether it would be taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return drop(target, data, place)
