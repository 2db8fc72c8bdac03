"""Proves that nothing lies in the bundle for nothing: the tour opens it, or it has a reason."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from devtools.console import Stop

from installers import cutting
from installers.project import COMMAND, repeatable

_OPENED = re.compile(r'(?:openat|open|execve)\((?:AT_FDCWD, |\d+, )?"([^"]+)"')
_PATIENCE = 600.0  # seconds; every call of the program is looked at

# What no tour can open on one computer, with the reason why it is there all the same.
REASONS: Mapping[str, str] = {
    "cryptography/*": "keys in a Secret Service travel encrypted; the tour has no keyring",
    "_cffi_backend*": "loaded with cryptography",
    "*.dist-info/*": "how keyring and markdown find their parts",
    "hunspell/*": "spelling of English, when somebody writes",
    "certifi/cacert.pem": "authorities of httpx, for a system without any of its own",
    "lxml/*": "reading and writing of HTML in rarer ways",
    "charset_normalizer/*": "files whose encoding is not told",
    "selectolax/*": "selectors of styles in emails",
    "mjml/*": "emails in MJML",
    "nh3/*": "cleans what is pasted",
    "python_calamine/*": "tables of Excel and OpenDocument",
    "css_inline/*": "moves styles into tags",
    "PySide6/Qt/resources/qtwebengine_resources_200p.pak": "displays of twice the density",
    "PySide6/Qt/resources/v8_context_snapshot.bin": "scripts of the engine itself",
    "PySide6/Qt/lib/libQt6WaylandClient.so.6": "windows on Wayland; the tour ran on X11",
    "migma_desktop/_resources/preview/shot.js": "a picture of the preview, when one is saved",
    "migma_desktop/_resources/preview/places.js": "shows where the cursor is, once it has rested",
    "migma_desktop/_resources/icons/*": "an icon of a window that the tour doesn't open",
    "migma_desktop/_resources/styles/*": "a mark for a state that no control is in",
    "migma_desktop/_resources/templates/*": "a template that the tour doesn't choose",
    "migma_desktop/_resources/licenc*": "shown under About",
    "migma_desktop/_resources/*LICENSE*": "goes with the fonts, icons and data beside it",
    "migma_desktop/_resources/fonts/*": "letters that the tour doesn't show",
    "migma_desktop/_resources/caniemail/*": "what mail programs know, for the checks",
    "python*/lib-dynload/*": "parts of Python's library that are used when needed",
    "base_library.zip": "the part of Python's library that starts it",
}


def opened_in(command: Iterable[str], *, environment: Mapping[str, str], log: Path) -> set[Path]:
    """Run a command to its end and return every file that it or its processes opened.

    Raises:
        Stop: it failed; the text has what it said last.
    """
    trace = ("strace", "-f", "-z", "-qq", "-s", "4096", "-e", "trace=open,openat,execve")
    done = subprocess.run(
        [*trace, "-o", str(log), *command],
        env={**repeatable(), **environment},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode != 0:
        raise Stop(f"The tour failed while it was watched:\n{done.stdout}{done.stderr[-2000:]}")
    with log.open(encoding="utf-8", errors="replace") as lines:
        return {Path(name) for line in lines for name in _OPENED.findall(line)}


def unexplained(bundle: Path, opened: Iterable[Path]) -> tuple[list[str], dict[str, str]]:
    """Return the files that nobody opened and that have no reason, and those that have one."""
    seen = {file.resolve() for file in opened if file.is_absolute() and file.exists()}
    without, named = [], {}
    for file in sorted(bundle.rglob("*")):
        if file.is_symlink() or not file.is_file() or file.resolve() in seen:
            continue
        place = file.relative_to(bundle).as_posix().removeprefix("_internal/")
        reason = reason_for(place)
        if reason is None:
            without.append(place)
        else:
            named[place] = reason
    return without, named


def reason_for(place: str) -> str | None:
    """Return why a file is in the bundle that the tour does not open."""
    if place == COMMAND:
        return "the program itself"
    parts = PurePosixPath(place).parts
    if "plugins" in parts:
        folder = parts[parts.index("plugins") + 1]
        return cutting.PLUGINS.get(folder, {}).get(cutting.plugin_name(place))
    return next((why for form, why in REASONS.items() if fnmatchcase(place, form)), None)
