"""What may be loaded before the first email is seen: every module costs the start a little."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]

# What the window and its first preview have no use for, with all that is below it.
_LATER = (
    *("app", "logs", "outside", "practice", "tour", "api", "dns", "sandbox"),
    *("core.checks", "core.domains", "core.models", "core.rules", "core.sending"),
    *("core.source_map", "core.spelling", "core.templates", "core.vocabulary"),
    *("storage.archive", "storage.history", "storage.keychain", "storage.list_cache"),
    *("storage.outbox", "storage.speller", "ui.account_desks", "ui.async_runtime"),
    *("ui.controllers", "ui.crash", "ui.desks", "ui.dialogs", "ui.domains", "ui.garbage"),
    *("ui.editor.completion_popup", "ui.editor.editor_tools", "ui.editor.find_bar"),
    *("ui.preview.places", "ui.preview.thumbnails", "ui.works"),
    *("ui.widgets.checks_panel", "ui.widgets.message_panel", "ui.widgets.status_log_panel"),
    *("ui.widgets.top_bar", "ui.widgets.variables_panel", "ui.widgets.welcome_page"),
)
_LATER_LIBRARIES = (
    *("asyncio", "css_inline", "email", "email_validator", "http", "httpx", "inscriptis"),
    *("keyring", "lxml", "markdown", "mjml", "nh3", "python_calamine", "qasync", "selectolax"),
    *("ssl", "starlette", "tinycss2", "truststore", "uuid"),
)
MOST_MODULES = 105  # of the program's own: 101 when this was written, at a third of a ms each

_PLAIN = "import sys, migma_desktop.loading as it; it.load_plain(); print(*sorted(sys.modules))"
_TURNS = """
import sys
import migma_desktop.launch, migma_desktop.ui.widgets.preview_pane, migma_desktop.ui.preview.view
import migma_desktop.core.rendering, migma_desktop.ui.editor.coloring, migma_desktop.loading as it
it.load_plain()
seen = len(sys.modules)
for _turn in it.load_in_turns():
    print(len(sys.modules) - seen)
    seen = len(sys.modules)
"""
_READ = """
import linecache, sys
import migma_desktop.launch, migma_desktop.app
print(*(name for name in linecache.cache if "migma_desktop" in name))
"""

# As ``launch`` does it; ends when the email is seen, with what is loaded at that moment.
_PROGRAM = """
import json, os, sys
from pathlib import Path
import migma_desktop.__main__, migma_desktop.launch
from migma_desktop.commandline import Options
from migma_desktop.first_light import FirstLight
from migma_desktop.ui.application import make_application

application = make_application()
first = FirstLight(application=application, options=Options(profile_dir=Path(sys.argv[1])))
first.show()
first.show_preview()
seen = first.window.preview_pane.html
print(json.dumps({"seen": seen, "modules": sorted(sys.modules)}), flush=True)
os._exit(0)  # the rest of the program is not what is looked at
"""


def loaded_when_email_is_seen(profile: Path) -> tuple[str, list[str]]:
    """Start the program on a profile; return the email it shows, and what was loaded for that."""
    told = json.loads(_answer(_PROGRAM, str(profile)))
    return told["seen"], told["modules"]


def loaded_by_a_thread() -> list[str]:
    """Return what a thread loads beside the window, with all that is imported there."""
    return _answer(_PLAIN).split()


def modules_of_turns() -> list[int]:
    """Return how many modules each turn of the GUI thread loads."""
    return [int(number) for number in _answer(_TURNS).split()]


def sources_read() -> list[str]:
    """Return the sources of the program whose text is kept after everything was imported."""
    return _answer(_READ).split()


def loaded_too_soon(names: Iterable[str]) -> list[str]:
    """Name the modules, of those that are loaded, for which no email should wait."""
    own = [name for name in names if name.startswith("migma_desktop")]
    later = [f"migma_desktop.{name}" for name in _LATER] + list(_LATER_LIBRARIES)
    faults = [
        f"{name} is loaded before the email is seen"
        for name in names
        if any(name == each or name.startswith(f"{each}.") for each in later)
    ]
    if len(own) > MOST_MODULES:
        faults.append(f"{len(own)} modules are loaded before the email is seen")
    return faults


def _answer(program: str, *arguments: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout
