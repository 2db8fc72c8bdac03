"""A bare Debian system to install into: nothing but what a package declares, and no Python.

It is made with debootstrap. Commands run in it with a root of their own, not in a chroot: there the
kernel lets nobody make the namespaces that Chromium's sandbox is built from.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools.console import Stop, say

_RELEASE = "bookworm"
_USER = "ada"
_UID = 1000
_LOOK_SECONDS = 0.1
_NOT_INSTALLED = (  # the kernel's, the user's, and what apt writes down about itself
    *("/proc", "/sys", "/dev", "/tmp", "/run", "/home"),  # noqa: S108  nothing is written there
    *("/var/lib/apt", "/var/cache", "/var/log"),
)
_SCREEN = "1600x1000x24"
_SOCKET = "wayland-1"
_PATIENCE = 30.0  # seconds for the start of a compositor

# Runs in mount namespace of its own, so nothing of it is left behind.
_ENTER = r"""
set -e
root=$1; shift
mount --bind "$root" "$root"
for part in proc sys dev; do mount --rbind "/$part" "$root/$part"; done
cd "$root"; mkdir -p .outside
pivot_root . .outside
exec chroot . /bin/sh -c 'umount -l /.outside; rmdir /.outside; exec "$@"' sh "$@"
"""


@dataclass(slots=True)
class Watched:
    """How a run in the bare system ended, and what was seen of the engine's processes."""

    status: int
    output: str
    sandboxed: int = 0  # in a user namespace of their own, and behind seccomp filters


class BareSystem:
    """A Debian with nothing in it, below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home" / _USER

    @classmethod
    def make(cls, folder: Path, *, base: Path) -> BareSystem:
        """Return a fresh system; ``base`` is made once and copied from then on.

        Raises:
            Stop: debootstrap is missing or failed, or this user may not.
        """
        if os.geteuid() != 0 or shutil.which("debootstrap") is None:
            raise Stop("A bare system needs root and debootstrap (apt-get install debootstrap).")
        if not (base / "whole").exists():
            shutil.rmtree(base, ignore_errors=True)
            base.mkdir(parents=True)
            say(f"Making a bare Debian ({_RELEASE}) …")
            words = ("debootstrap", "--variant=minbase", _RELEASE, str(base / "root"))
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Stop(f"debootstrap failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
            (base / "whole").touch()
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "-a", str(base / "root"), str(folder)], check=True)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        system = cls(folder)
        system.call("useradd", "--create-home", "--uid", str(_UID), _USER)
        return system

    def call(self, *command: str, may_fail: bool = False) -> str:
        """Run a command as root to its end and return what it printed. Raises Stop."""
        done = subprocess.run(
            self._enter(command),
            env=self._environment({"DEBIAN_FRONTEND": "noninteractive"}, home="/root"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if done.returncode != 0 and not may_fail:
            raise Stop(f"In the bare system {' '.join(command)} failed:\n{done.stdout[-3000:]}")
        return done.stdout

    def has(self, program: str) -> bool:
        """Tell whether a program is there."""
        return bool(self.call("sh", "-c", f"command -v {program} || true").strip())

    def files(self) -> set[str]:
        """Return all that lies outside the user's home, and what apt itself writes down."""
        found = set()
        for folder, names, files in os.walk(self.folder):
            place = f"/{Path(folder).relative_to(self.folder).as_posix()}".replace("/.", "/")
            if place.startswith(_NOT_INSTALLED):
                names.clear()
                continue
            found |= {f"{place.rstrip('/')}/{name}" for name in files}
        return found

    def run(
        self,
        *command: str,
        environment: Mapping[str, str],
        patience: float,
        end_by_signal: bool = False,
    ) -> Watched:
        """Run a program as a plain user and watch the engine's processes meanwhile.

        With ``end_by_signal`` it is asked to leave after ``patience`` seconds, which is no failure.
        """
        log = self.folder / "tmp" / "output"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self._enter(_as_user(command)),
                env=self._environment(environment, home=f"/home/{_USER}"),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            watched = Watched(status=-1, output="")
            end = time.monotonic() + patience
            sandboxed: set[int] = set()
            while process.poll() is None and time.monotonic() < end:
                sandboxed |= {pid for pid in _below(process.pid) if _is_sandboxed(pid)}
                time.sleep(_LOOK_SECONDS)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM if end_by_signal else signal.SIGKILL)
            watched.status = process.wait(timeout=60)
        watched.output = log.read_text("utf-8", "replace")
        watched.sandboxed = len(sandboxed)
        return watched

    @contextmanager
    def running(self, *command: str, environment: Mapping[str, str]) -> Iterator[Path]:
        """Keep a program running as a plain user; yield the file with what it says."""
        said = self.folder / "tmp" / "said"
        with (
            said.open("wb") as output,
            subprocess.Popen(
                self._enter(_as_user(command)),
                env=self._environment(environment, home=f"/home/{_USER}"),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            ) as process,
        ):
            try:
                yield said
            finally:
                os.killpg(process.pid, signal.SIGTERM)

    def count(self, program: str) -> int:
        """Return how often a program of the system runs, its helpers left aside."""
        file = self.folder / program
        return sum(_runs(folder, file) for folder in Path("/proc").iterdir())

    def _enter(self, command: Sequence[str]) -> list[str]:
        unshare = ("unshare", "--mount", "--propagation", "private")
        return [*unshare, "sh", "-c", _ENTER, "sh", str(self.folder), *command]

    def _environment(self, extra: Mapping[str, str], *, home: str) -> dict[str, str]:
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        passed = {name: value for name, value in os.environ.items() if name.endswith("_proxy")}
        return {"PATH": path, "HOME": home, "LANG": "C.UTF-8", **passed, **extra}


@contextmanager
def screen() -> Iterator[str]:
    """Show an X server outside of the bare system and give its name; it adds nothing inside."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-ac", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                yield f":{answer.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def wayland_screen(system: BareSystem) -> Iterator[dict[str, str]]:
    """Show a Wayland compositor outside of the bare system; yield what a program inside is told.

    Its socket lies inside, in the folder that the user's own things are in while they are there.

    Raises:
        Stop: the compositor doesn't start.
    """
    inside = f"/run/user/{_UID}"
    folder = system.folder / inside.removeprefix("/")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.chown(folder, _UID, _UID)
    with TemporaryDirectory(prefix="migma-wayland-", dir="/tmp") as short:
        link = Path(short, "run")  # the path of a socket may have 107 characters
        link.symlink_to(folder)
        with subprocess.Popen(
            [
                *("weston", "--backend=headless-backend.so", "--use-pixman", "--no-config"),
                *("--width=1600", "--height=1000", "--idle-time=0", f"--socket={_SOCKET}"),
            ],
            env={**os.environ, "XDG_RUNTIME_DIR": str(link)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                _wait_for(folder / _SOCKET, server)
                os.chown(folder / _SOCKET, _UID, _UID)
                yield {
                    "QT_QPA_PLATFORM": "wayland",
                    "WAYLAND_DISPLAY": _SOCKET,
                    "XDG_RUNTIME_DIR": inside,
                }
            finally:
                server.terminate()


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while not socket.exists():
        if server.poll() is not None or time.monotonic() > end:
            raise Stop("The Wayland compositor weston did not start.")
        time.sleep(_LOOK_SECONDS)


def kernel_allows_sandbox() -> bool:
    """Tell whether a plain user may make the namespaces that Chromium's sandbox needs."""
    asked = subprocess.run(
        _as_user(("unshare", "--user", "--pid", "--fork", "true")), capture_output=True, check=False
    )
    return asked.returncode == 0


def _as_user(command: Sequence[str]) -> list[str]:
    return ["setpriv", f"--reuid={_UID}", f"--regid={_UID}", "--clear-groups", *command]


def _runs(process: Path, program: Path) -> bool:
    """Tell whether a process runs a program, without any flag for a helper."""
    try:
        words = (process / "cmdline").read_bytes()
        return (process / "exe").samefile(program) and b"\0--" not in words
    except OSError:  # no process, or it has ended meanwhile
        return False


def _below(ancestor: int) -> list[int]:
    """Return the processes that one started, and those that these started."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # it has ended meanwhile
                stat = (folder / "stat").read_text("utf-8", "replace")
                parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    return [pid for pid in parents if pid != ancestor and _is_below(pid, ancestor, parents)]


def _is_below(pid: int, ancestor: int, parents: Mapping[int, int]) -> bool:
    while pid in parents:
        if pid == ancestor:
            return True
        pid = parents[pid]
    return False


def _is_sandboxed(pid: int) -> bool:
    """Tell whether a process runs in a user namespace of its own and behind seccomp filters."""
    try:
        own = Path(f"/proc/{pid}/ns/user").readlink()
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return False
    return own != Path("/proc/self/ns/user").readlink() and "\nSeccomp:\t2\n" in status
