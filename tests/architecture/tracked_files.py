"""What must not stand in a file that is given to strangers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

# Put together here, so that this file does not hold what it forbids.
_REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
    )
]
_INDEX_OPTIONS = ["-".join(parts) for parts in (("index", "url"), ("find", "links"))]
_INDEX_SETTING = re.compile(
    rf"(?:--(?:extra-)?|^\s*(?:extra-)?)({'|'.join(_INDEX_OPTIONS)})\s*[= ]"
)


def places_named(text: str, *, workplace: Path) -> list[str]:
    """Return the registries and folders of one computer that a text names."""
    hosts = [host for host in _REGISTRIES if re.search(rf"\b{re.escape(host)}\b", text)]
    settings = [match[1] for line in text.splitlines() for match in _INDEX_SETTING.finditer(line)]
    folder = [str(workplace)] if re.search(rf"{re.escape(str(workplace))}\b", text) else []
    return [*hosts, *settings, *folder]


def texts(root: Path) -> Iterable[tuple[str, str]]:
    """Yield the name and text of every tracked file that holds text."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
    for name in listing.stdout.decode().split("\0"):
        file = root / name
        if not name or not file.is_file():
            continue
        content = file.read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8", errors="replace")
