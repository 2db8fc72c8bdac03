"""Small bridges to Qt and Python versions that every widget shares."""

from __future__ import annotations

import builtins
import sys
from importlib import import_module

if sys.version_info >= (3, 12):
    from typing import override
else:
    from collections.abc import Callable
    from typing import TypeVar

    _Method = TypeVar("_Method", bound=Callable[..., object])

    def override(method: _Method, /) -> _Method:
        """Mark a method that Qt calls by its camelCase name; Python 3.12 has this built in."""
        return method


__all__ = ["override"]


def _import_plainly() -> None:
    """Let Python import without PySide6's look at the source of every module.

    It looks there for ``from __feature__``, which this program doesn't use, and Python then keeps
    the text of all that was ever imported: a fifth of the time that imports take, and 4 MB. The
    import that was there before is kept by PySide6 under this name.
    """
    import_module("PySide6.QtCore")  # which replaces Python's own import
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        vars(builtins)["__import__"] = plain


_import_plainly()
