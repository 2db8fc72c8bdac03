"""Read what a client sent, strictly: a wrong type is refused, never guessed at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NoReturn

from migma_desktop.sandbox.replies import ApiError, invalid

MAX_BODY_BYTES = 10 * 1024 * 1024


def read_json_object(body: bytes, content_type: str) -> dict[str, object]:
    """Return the JSON object of a request body; ApiError 400 for anything else."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json":
        raise invalid("Send a JSON body with the header Content-Type: application/json")
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
        # An escaped half of a surrogate pair is JSON, but no text that can be stored or sent.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise invalid("The body is not valid JSON") from None
    if not isinstance(value, dict):
        raise invalid("The body must be a JSON object")
    return value


def too_large() -> ApiError:
    limit = MAX_BODY_BYTES // (1024 * 1024)
    return ApiError(413, "PAYLOAD_TOO_LARGE", f"The body is larger than {limit} MB")


class Fields:
    """The fields of a JSON object, each read by its name and type."""

    def __init__(self, values: Mapping[str, object], *, where: str = "") -> None:
        self._values = values
        self._where = where

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def all(self) -> dict[str, object]:
        """Everything as it was sent."""
        return dict(self._values)

    def text(self, name: str, *, longest: int | None = None) -> str | None:
        """A string, or None when it is absent."""
        if name not in self._values:
            return None
        value = self._values[name]
        if not isinstance(value, str):
            raise invalid(f"{self._where}{name} must be a string")
        if longest is not None and len(value) > longest:
            raise invalid(f"{self._where}{name} must have at most {longest} characters")
        return value

    def needed_text(self, name: str, *, longest: int | None = None) -> str:
        """A string that holds more than blanks."""
        value = self.text(name, longest=longest)
        if value is None or not value.strip():
            raise invalid(f"{self._where}{name} is required")
        return value

    def line(self, name: str, *, longest: int | None = None) -> str | None:
        """A string that may stand in a header line: no control characters."""
        value = self.text(name, longest=longest)
        if value is not None:
            self._refuse_controls(name, value)
        return value

    def needed_line(self, name: str, *, longest: int | None = None) -> str:
        value = self.needed_text(name, longest=longest)
        self._refuse_controls(name, value)
        return value

    def choice(self, name: str, options: Iterable[str]) -> str | None:
        value = self.text(name)
        options = tuple(options)
        if value is not None and value not in options:
            raise invalid(f"{self._where}{name} must be one of: {', '.join(options)}")
        return value

    def flag(self, name: str) -> bool | None:
        if name not in self._values:
            return None
        value = self._values[name]
        if not isinstance(value, bool):
            raise invalid(f"{self._where}{name} must be true or false")
        return value

    def number(self, name: str, *, least: int, most: int) -> int | None:
        if name not in self._values:
            return None
        value = self._values[name]
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON knows one kind of number
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise invalid(f"{self._where}{name} must be a whole number from {least} to {most}")
        return value

    def seconds(self, name: str) -> float:
        """A needed length of time; whole or not."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise invalid(f"{self._where}{name} must be a number of seconds")
        return float(value)

    def table(self, name: str) -> dict[str, object] | None:
        """A JSON object."""
        if name not in self._values:
            return None
        value = self._values[name]
        if not isinstance(value, dict):
            raise invalid(f"{self._where}{name} must be an object")
        return value

    def texts(self, name: str) -> list[str] | None:
        """A list of strings."""
        if name not in self._values:
            return None
        value = self._values[name]
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise invalid(f"{self._where}{name} must be a list of strings")
        return value

    def tables(self, name: str) -> list[Fields] | None:
        """A list of JSON objects."""
        if name not in self._values:
            return None
        value = self._values[name]
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise invalid(f"{self._where}{name} must be a list of objects")
        return [
            Fields(each, where=f"{self._where}{name}[{number}].")
            for number, each in enumerate(value)
        ]

    def _refuse_controls(self, name: str, value: str) -> None:
        if has_controls(value):
            raise invalid(f"{self._where}{name} must not contain line breaks or control characters")


class Query:
    """The query of a URL; every value is text until it is read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str) -> str | None:
        return self._values.get(name)

    def needed_text(self, name: str) -> str:
        value = self._values.get(name, "")
        if not value.strip():
            raise invalid(f"{name} is required")
        return value

    def number(self, name: str, default: int, *, least: int, most: int | None = None) -> int:
        value = self._values.get(name)
        if value is None:
            return default
        rule = f"from {least}" if most is None else f"from {least} to {most}"
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise invalid(f"{name} must be a whole number {rule}")
        number = int(value)
        if number < least or (most is not None and number > most):
            raise invalid(f"{name} must be a whole number {rule}")
        return number

    def flag(self, name: str, default: bool) -> bool:
        value = self._values.get(name)
        if value is None:
            return default
        if value not in ("true", "false"):
            raise invalid(f"{name} must be true or false")
        return value == "true"

    def choice(self, name: str, options: Iterable[str]) -> str | None:
        value = self._values.get(name)
        options = tuple(options)
        if value is not None and value not in options:
            raise invalid(f"{name} must be one of: {', '.join(options)}")
        return value


def has_controls(value: str) -> bool:
    """True for anything that could end or disturb a header line (RFC 5322 section 2.2)."""
    return any(ord(char) < 32 or 127 <= ord(char) < 160 for char in value) or (
        len(value.splitlines()) > 1
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
