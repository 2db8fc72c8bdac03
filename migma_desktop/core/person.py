"""One person's address, to be taken out of what the program has kept."""

from __future__ import annotations

import re


class Person:
    """An email address, found in any text whatever its case, but not as a part of another."""

    def __init__(self, address: str) -> None:
        self.address = address.strip()
        self._pattern = re.compile(
            rf"(?<![\w.+%-]){re.escape(self.address)}(?![\w-]|\.\w)", re.IGNORECASE
        )

    def is_in(self, text: str) -> bool:
        """Whether a text holds the address."""
        return self._pattern.search(text) is not None

    def is_(self, address: str) -> bool:
        """Whether an address is this person's."""
        return address.strip().casefold() == self.address.casefold()

    def taken_out(self, text: str) -> str:
        """Return a text, which may be JSON, without the address."""
        return self._pattern.sub("", text)
