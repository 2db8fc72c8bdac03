"""What may be loaded before the first email is seen: every module costs the start a little."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

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


def loaded_when_email_is_seen(profile: Path, *, root: Path) -> tuple[str, list[str]]:
    """Start the program on a profile; return the email it shows, and what was loaded for that."""
    answer = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(profile)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(answer.stdout)
    return told["seen"], told["modules"]


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
