"""Make and keep ``.venv``: what the lock says, no more set-up than needed, mended when broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from devtools import interpreter, lockfile, system
from devtools.console import Stop, say

RUNTIME = "runtime"
DEVELOPMENT = "development"
PACKAGING = "packaging"

_PINS = {
    RUNTIME: lockfile.runtime_part,
    DEVELOPMENT: lockfile.development_part,
    PACKAGING: lockfile.packaging_part,
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the last finished set-up left behind.  An interrupted one leaves none."""

    digest: str = ""
    parts: list[str] = field(default_factory=list)
    system: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> Stamp:
        """Read a stamp; one that is missing or cannot be read counts as none."""
        try:
            return cls(**json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, file: Path) -> None:
        """Write the stamp in one go, so that it is whole or not there."""
        new = file.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)), "utf-8")
        new.replace(file)


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, *, root: Path) -> None:
        self._root = root
        self._folder = root / ".venv"
        self._stamp_file = self._folder / "migma-set-up.json"
        self._unfinished = self._folder / "migma-set-up.unfinished"

    @property
    def python(self) -> Path:
        """The interpreter of the environment."""
        return self._script("python")

    def set_up(self, *, part: str, needs: system.Needs) -> None:
        """Bring the environment and the system's libraries to what ``part`` and ``needs`` ask for.

        Raises:
            Stop: it cannot be done here; the text says what to type.
        """
        lock = (self._root / lockfile.LOCK).read_text("utf-8")
        digest = lockfile.digest(lock, (self._root / lockfile.PROJECT).read_text("utf-8"))
        stamp = Stamp.read(self._stamp_file)
        if stamp.digest != digest or not self.python.exists():
            stamp = Stamp(digest)
        if part not in stamp.parts:
            self._stamp_file.unlink(missing_ok=True)
            self._install(part, lock)
            stamp = Stamp(digest, sorted({*stamp.parts, RUNTIME, part}))
        if needs.key not in stamp.system:
            system.provide(needs, pyside=self._site_packages() / "PySide6")
            stamp = Stamp(digest, stamp.parts, [*stamp.system, needs.key])
        if stamp != Stamp.read(self._stamp_file):
            stamp.write(self._stamp_file)

    def _install(self, part: str, lock: str) -> None:
        self._make()
        self._unfinished.touch()
        say(f"Installing what the program needs ({part}); the first time takes a few minutes …")
        pins = self._folder / "pins.txt"
        pins.write_text(_PINS[part](lock), "utf-8")
        self._pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(pins))
        # The build backend is among the pins, so nothing unpinned is fetched for this step.
        self._pip("install", "--no-index", "--no-deps", "--no-build-isolation", "-e", ".")
        self._unfinished.unlink()

    def _make(self) -> None:
        # pip takes a package that it was interrupted in for installed, so begin anew after that.
        if self._works() and not self._unfinished.exists():
            return
        say(f"Making {self._folder} with Python {'.'.join(map(str, sys.version_info[:3]))} …")
        system.provide_venv()
        made = _call([sys.executable, "-m", "venv", "--clear", str(self._folder)], cwd=self._root)
        if made != 0:
            raise Stop(f"Python could not make {self._folder}; its own message is above.")

    def _works(self) -> bool:
        """Tell whether there is an environment that starts, suits and can install."""
        if not self.python.exists():
            return False
        question = "import sys, pip._internal.cli.main; print('%d %d' % sys.version_info[:2])"
        try:
            answer = subprocess.run(
                [self.python, "-c", question], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return interpreter.suits(tuple(map(int, answer.stdout.split())))

    def _pip(self, *arguments: str) -> None:
        quiet = [] if sys.stderr.isatty() else ["--quiet"]  # a person wants to see it move on
        options = ["--disable-pip-version-check", "--no-input", *quiet]
        command = [str(self.python), "-m", "pip", *arguments, *options]
        if _call(command, cwd=self._root) != 0:
            raise Stop(
                "Installing failed; pip's own message is above. Check the internet connection"
                " (and the proxy, if you have one), then type the same command again."
            )

    def _site_packages(self) -> Path:
        if sys.platform == "win32":
            return self._folder / "Lib" / "site-packages"
        return next((self._folder / "lib").glob("python3.*")) / "site-packages"

    def _script(self, name: str) -> Path:
        if sys.platform == "win32":
            return self._folder / "Scripts" / f"{name}.exe"
        return self._folder / "bin" / name


def _call(command: list[str], *, cwd: Path) -> int:
    """Run a step of the set-up; what it prints is progress, so it goes to standard error."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=cwd, env=environment, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False
    ).returncode
