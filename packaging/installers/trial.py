"""Tries the Linux artefacts as people will: in a system that has nothing of what they need."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from installers import opening, smoke
from installers.bare import BareSystem, kernel_allows_sandbox, screen, wayland_screen
from installers.checks import Checks
from installers.project import COMMAND, version

_TOUR_PATIENCE = 300.0
_START_SECONDS = 12.0
_OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
_WORDS = "Kept through all of it."
_LETTER = f"# Hello {{{{first_name}}}}\n\n{_WORDS}\n"


def try_package(package: Path, system: BareSystem, checks: Checks, *, pictures: Path) -> None:
    """Install, use, remove and install again; people's own data stays."""
    shutil.copyfile(package, system.folder / "var/cache" / package.name)
    install = ("apt-get", "install", "-qq", "--no-install-recommends", f"/var/cache/{package.name}")
    system.call("apt-get", "update", "-qq")
    system.call(*install)
    checks.holds("deb: no Python comes with it", not system.has("python3"))
    _try_program(COMMAND, system, checks, name="deb", pictures=pictures)

    letter = system.home / "letter.md"
    letter.write_text(_LETTER, "utf-8")
    _open(system, f"/home/{system.home.name}/letter.md")
    opening.try_opening(system, checks)
    kept = opening.emails(system, _WORDS)
    system.call("apt-get", "purge", "-qq", COMMAND)
    left = [file for file in sorted(system.files()) if COMMAND in file or "ai.migma" in file]
    checks.holds("deb: removed without a trace", not left, left=left)
    checks.holds(
        "deb: emails stay", bool(kept) and opening.emails(system, _WORDS) == kept, emails=len(kept)
    )
    system.call(*install)
    _open(system)
    checks.holds(
        "deb: installed again finds them", set(kept) <= set(opening.emails(system, _WORDS))
    )


def try_appimage(appimage: Path, system: BareSystem, checks: Checks, *, pictures: Path) -> None:
    """Run it as it is, then unpacked."""
    file = system.home / "Migma.AppImage"
    shutil.copyfile(appimage, file)
    file.chmod(0o755)
    home = f"/home/{system.home.name}"
    ran = system.run(f"{home}/Migma.AppImage", "--version", environment={}, patience=120)
    checks.holds("appimage: runs without FUSE", version() in ran.output, status=ran.status)
    unpack = f"cd {home} && ./Migma.AppImage --appimage-extract"
    system.run("sh", "-c", unpack, environment={}, patience=120)
    _try_program(f"{home}/squashfs-root/AppRun", system, checks, name="appimage", pictures=pictures)


def _try_program(
    program: str, system: BareSystem, checks: Checks, *, name: str, pictures: Path
) -> None:
    def run(arguments: Sequence[str]) -> tuple[int, str]:
        watched = system.run(program, *arguments, environment={}, patience=60)
        return watched.status, watched.output

    smoke.try_program(run, checks, name=name)
    _take_tour(program, system, checks, name=f"{name}: tour offscreen", environment=_OFFSCREEN)
    with screen() as display:
        out = _take_tour(
            program, system, checks, name=f"{name}: tour on X11", environment={"DISPLAY": display}
        )
    with wayland_screen(system) as told:
        _take_tour(program, system, checks, name=f"{name}: tour on Wayland", environment=told)
    shutil.rmtree(pictures / name, ignore_errors=True)
    shutil.copytree(out, pictures / name)


def _take_tour(
    program: str, system: BareSystem, checks: Checks, *, name: str, environment: dict[str, str]
) -> Path:
    folder = "".join(each if each.isalnum() else "-" for each in name)
    words = (program, "tour", "--out", f"/home/{system.home.name}/{folder}")
    watched = system.run(*words, environment=environment, patience=_TOUR_PATIENCE)
    out = system.home / folder
    allowed = kernel_allows_sandbox()
    checks.holds(
        name,
        watched.status == 0 and (watched.sandboxed > 0 or not allowed),
        status=watched.status,
        pictures=len(list(out.glob("*.png"))),
        kernel_allows_sandbox=allowed,
        sandboxed_processes=watched.sandboxed,
        **({} if watched.status == 0 else {"said": watched.output[-1500:]}),
    )
    return out


def _open(system: BareSystem, *words: str) -> None:
    """Open the window for some seconds, as people do, with their own folders."""
    system.run(
        *(COMMAND, *words), environment=_OFFSCREEN, patience=_START_SECONDS, end_by_signal=True
    )
