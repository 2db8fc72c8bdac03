"""Runs each system's own checkers over what was made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from installers import linux_tree
from installers.checks import Checks
from installers.project import APP_ID, repeatable

_ERROR = re.compile(r"^E: ", re.MULTILINE)


def check_description(work: Path, checks: Checks) -> None:
    """Check the desktop entry, the store's page and the kinds of files."""
    usr = work / "described" / "usr"
    if not usr.exists():
        linux_tree.describe(usr)
    _holds(checks, "desktop-file-validate", str(usr / f"share/applications/{APP_ID}.desktop"))
    page = str(usr / f"share/metainfo/{APP_ID}.metainfo.xml")
    _holds(checks, "appstreamcli", "validate", "--no-net", page)
    _holds(checks, "update-mime-database", str(usr / "share/mime"))


def check_package(package: Path, checks: Checks) -> None:
    """Check the Debian package; warnings are printed, errors count."""
    said = subprocess.run(
        ["lintian", "--allow-root", "--tag-display-limit", "0", str(package)],
        env=repeatable(),
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in said.stdout.splitlines() if line[:2] in ("E:", "W:")]
    ok = not _ERROR.search(said.stdout) and said.returncode in (0, 1)
    checks.holds("lintian: no errors", ok, found=found, said=said.stderr.strip()[-300:])


def _holds(checks: Checks, *command: str) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    said = {} if done.returncode == 0 else {"said": done.stdout[-1500:]}
    checks.holds(command[0], done.returncode == 0, **said)
