"""Loads the browser engine's library while the program starts."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

_log = logging.getLogger(__name__)

_LIBRARY = {
    "linux": "Qt/lib/libQt6WebEngineCore.so.6",
    "darwin": "Qt/lib/QtWebEngineCore.framework/Versions/A/QtWebEngineCore",
    "win32": "Qt6WebEngineCore.dll",
}


def preload_web_engine() -> threading.Thread:
    """Start loading QtWebEngine's 200 MB library in a thread, and return at once.

    Python's import would load it with the interpreter locked, some 30 ms during which the window
    stands still, and so would ``ctypes.CDLL`` before Python 3.12. A function of the system that
    ctypes calls lets the interpreter go. The import that follows finds the library in place. Call
    it once PySide6.QtCore is imported.
    """
    thread = threading.Thread(target=_load, name="preload-web-engine", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    library = _library_path()
    if library is None:
        return  # a system's own PySide6: the import will find it
    if not _open(library):
        # The import says why, where somebody is told.
        _log.debug("QtWebEngine could not be loaded ahead: %s", library)


def _open(library: Path) -> bool:
    """Load a library for good; tell whether that worked."""
    if sys.platform == "win32":
        load = ctypes.windll.kernel32.LoadLibraryW
        load.argtypes, load.restype = [ctypes.c_wchar_p], ctypes.c_void_p
        return load(str(library)) is not None
    load = ctypes.CDLL(None).dlopen
    load.argtypes, load.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
    return load(os.fsencode(library), os.RTLD_NOW | os.RTLD_LOCAL) is not None


def _library_path() -> Path | None:
    spec = find_spec("PySide6")
    name = _LIBRARY.get(sys.platform)
    if spec is None or spec.origin is None or name is None:
        return None
    path = Path(spec.origin).parent / name
    return path if path.is_file() else None
