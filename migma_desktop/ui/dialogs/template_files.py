"""Asks for the file of a template: where to write it, or which one to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

_ENDING = "migma"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def ask_where_to_save(name: str, use: Callable[[Path], None], *, parent: QWidget) -> None:
    """Let the user choose a file for a template of this name; ``use`` gets it."""
    dialog = _dialog(_tr("Save the template"), "exportTemplateDialog", parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(_ENDING)
    dialog.selectFile(f"{_NOT_IN_A_NAME.sub(' ', name).strip() or _tr('Template')}.{_ENDING}")
    _open(dialog, use)


def ask_what_to_open(use: Callable[[Path], None], *, parent: QWidget) -> None:
    """Let the user choose the file of a template; ``use`` gets it."""
    dialog = _dialog(_tr("Add a template"), "importTemplateDialog", parent)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, use)


def _dialog(title: str, name: str, parent: QWidget) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setNameFilter(_tr("Migma Desktop (*.migma)"))
    return dialog


def _open(dialog: QFileDialog, use: Callable[[Path], None]) -> None:
    dialog.fileSelected.connect(lambda chosen: use(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("TemplateFiles", text)
