"""Builds everything for the system that this runs on, tries it, and says what came out.

python -m installers            all of it
python -m installers --quick    build and check, without the long proofs
"""

from __future__ import annotations

import argparse
import filecmp
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from devtools.console import Stop, figure, say, summary

from installers import bill, bundle, measure, pictures, smoke, used
from installers.checks import Checks
from installers.project import RESOURCES, ROOT, system, version
from migma_desktop.core.ingredients import FILE, Ingredient, read_back

_BUILD = ROOT / "build"
_DIST = ROOT / "dist"
_INSTALLED, _COMPRESSED, _START = 0.65, 0.65, 1.15  # limits: issue 6


def main() -> int:
    """Build, try and tell; not 0 when a limit was missed or something can't be done."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the long proofs")
    quick = parser.parse_args().quick
    checks = Checks()
    try:
        _all(checks, quick=quick)
    except Stop as stop:
        say(str(stop))
        summary("package: stopped; why is said above")
        return 1
    if checks.missed:
        summary(f"package: of {checks.count} checks these are missed: {', '.join(checks.missed)}")
        return 1
    summary(f"package: all {checks.count} checks are kept; what was built is in {_DIST.name}/")
    return 0


def _all(checks: Checks, *, quick: bool) -> None:
    made, work = _BUILD / "made", _BUILD / "package"
    for folder in (made, work, _DIST):
        folder.mkdir(parents=True, exist_ok=True)
    if not measure.disk_has_room(work):
        raise Stop(f"This needs 8 GB of free room in {work}.")
    say("Building the program's folder …")
    _make(made)
    folder = bundle.build(made=made, work=work)
    say("Trying the program for a moment …")
    smoke.try_folder(folder, checks)
    _BUILDERS[system()](folder, work, checks, quick)
    if not quick and system() == "linux":
        _prove(folder, made, work, checks)


def _make(made: Path) -> None:
    """Make what the spec takes up."""
    pictures.make_ico(made / "app.ico")
    pictures.make_icns(made / "app.icns")
    from installers import windows

    (made / "version.txt").write_text(windows.version_file(), "utf-8")


def _linux(folder: Path, work: Path, checks: Checks, quick: bool) -> None:
    from installers import appimage, deb, lint, windows

    lint.check_description(work, checks)
    say("Building the Debian package …")
    package = deb.build(folder, work, _DIST, level=1 if quick else 6)
    lint.check_package(package, checks)
    _tell(package, folder)
    say("Compiling the installer of Windows, to see that it can be …")
    windows.try_to_compile(work, checks, icon=work.parent / "made" / "app.ico")
    if quick:  # all of it is built again otherwise
        say("Building the Debian package once more, to see whether the same comes out …")
        twin = deb.build(folder, work, _emptied(work / "twin"), level=1)
        checks.holds("the same .deb again", _same_bytes(twin, package))
        return
    say("Building the AppImage …")
    image, libraries = appimage.build(folder, work, _DIST)
    _tell(image, folder, libraries=libraries)
    if shutil.which("debootstrap") is not None:
        _try_in_bare_systems(package, image, work, checks)


def _try_in_bare_systems(package: Path, image: Path, work: Path, checks: Checks) -> None:
    from installers import trial
    from installers.bare import BareSystem

    base, shown = work / "bare" / "base", _DIST / "pictures"
    say("Trying the package in a bare Debian …")
    trial.try_package(
        package, BareSystem.make(work / "bare" / "deb", base=base), checks, pictures=shown
    )
    say("Trying the AppImage in a bare Debian …")
    trial.try_appimage(
        image, BareSystem.make(work / "bare" / "appimage", base=base), checks, pictures=shown
    )


def _windows(folder: Path, work: Path, checks: Checks, _quick: bool) -> None:
    from installers import windows

    installer = windows.build(folder, _DIST, icon=work.parent / "made" / "app.ico")
    checks.holds("installer", installer.exists(), file=installer.name)
    _tell(installer, folder)


def _macos(folder: Path, work: Path, checks: Checks, _quick: bool) -> None:
    from installers import macos

    image = macos.build(folder.with_name("Migma Desktop.app"), work, _DIST)
    checks.holds("disk image", image.exists(), file=image.name)
    _tell(image, folder)


def _prove(folder: Path, made: Path, work: Path, checks: Checks) -> None:
    """Hold the folder against a plain one, against its sources, and against itself."""
    from installers.bare import screen

    say("Watching which files the tour opens …")
    with screen() as display:
        surroundings = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        tour = [str(folder / "migma-desktop"), "tour", "--out", str(work / "tour")]
        opened = used.opened_in(tour, environment=surroundings, log=work / "opened.log")
        without, named = used.unexplained(folder, opened)
        checks.holds("every file is used", not without, unexplained=without, named=len(named))
        (_DIST / "not-opened-in-the-tour.json").write_text(json.dumps(named, indent=1), "utf-8")
        say("Measuring the start …")
        ours, source = measure.starts(folder, environment=surroundings)
        checks.limit("start", ours=ours, baseline=source, factor=_START, unit="ms")
    say("Building a plain folder to compare with, and compressing both …")
    plain = bundle.build_skeleton(work=work)
    for name, size, factor in (
        ("installed", measure.installed, _INSTALLED),
        ("compressed", measure.compressed, _COMPRESSED),
    ):
        checks.limit(name, ours=size(folder), baseline=size(plain), factor=factor, unit="MB")
    say("Building all of it once more, to see whether the same comes out …")
    _build_again(folder, made, work, checks)


def _build_again(folder: Path, made: Path, work: Path, checks: Checks) -> None:
    """Build the folder and what people download again, and compare every byte."""
    from installers import appimage, deb

    first, target = work / "first", _emptied(work / "again")
    shutil.rmtree(first, ignore_errors=True)
    folder.rename(first)
    again = bundle.build(made=made, work=work)
    missing, different = measure.trees_differ(first, again)
    checks.holds("the same again", not missing and not different, files=missing, bytes=different)
    package = deb.build(again, work, target, level=1)  # quickly, so what is in it is compared
    checks.holds("the same .deb again", deb.holds_the_same(package, _DIST / package.name))
    image, libraries = appimage.build(again, work, target)
    checks.holds("the same AppImage again", _same_bytes(image, _DIST / image.name))
    listed = _write_bill(image, again, libraries=libraries)
    checks.holds("the same bill again", _same_bytes(listed, _DIST / listed.name))


def _same_bytes(one: Path, other: Path) -> bool:
    return filecmp.cmp(one, other, shallow=False)


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _tell(artefact: Path, folder: Path, *, libraries: Sequence[Ingredient] = ()) -> None:
    """Write the bill of materials, and print what was built."""
    figure(
        package="built",
        file=artefact.name,
        version=version(),
        megabytes=round(artefact.stat().st_size / 1e6, 1),
        bill=_write_bill(artefact, folder, libraries=libraries).name,
        resources=sum(1 for _ in RESOURCES.rglob("*")),
    )


def _write_bill(artefact: Path, folder: Path, *, libraries: Sequence[Ingredient] = ()) -> Path:
    inside = read_back(next(folder.rglob(FILE)).read_text("utf-8"))
    return bill.write(artefact, inside=inside, libraries=libraries)


_BUILDERS: Mapping[str, Callable[[Path, Path, Checks, bool], None]] = {
    "linux": _linux,
    "windows": _windows,
    "macos": _macos,
}

if __name__ == "__main__":
    sys.exit(main())
