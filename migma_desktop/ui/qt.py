"""Small bridges to Qt and Python versions that every widget shares."""

from __future__ import annotations

import sys

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
