"""One person's address, to be taken out of what the program has kept."""

from __future__ import annotations

import re

# Behind no sign of an address. In JSON, the letter of an escape such as that of a new line is none,
# and neither does an address begin with it.
_BEGINS = r"(?:(?<![\w.+%-])(?<![^\\]\\)|(?<=[^\\]\\[bfnrt]))"


class Person:
    """An email address, found in any text whatever its case, but not as a part of another."""

    def __init__(self, address: str) -> None:
        self.address = address.strip()
        literal = re.escape(self.address).replace("@", "(?:@|%40)")  # as it stands in a link
        self.pattern = re.compile(rf"{_BEGINS}{literal}(?![\w-]|\.\w)", re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Whether a text holds the address."""
        return self.pattern.search(text) is not None

    def is_(self, address: str) -> bool:
        """Whether an address is this person's."""
        return address.strip().casefold() == self.address.casefold()

    def taken_out(self, text: str) -> str:
        """Return a text, which may be JSON, without the address."""
        return self.pattern.sub("", text)
