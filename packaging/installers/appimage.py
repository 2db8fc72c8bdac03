"""The AppImage: one file that runs on any Linux with glibc 2.35 or newer, without installing.

It is a real AppImage of type 2. The usual ready-made first part comes from a place that builds must
not depend on, so ``packaging/appimage/runtime.c`` is compiled instead; it does the same.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from devtools.console import Stop

from installers import elf, linux_tree, of_debian
from installers.project import APP_ID, COMMAND, PACKAGING, ROOT, commit_time, repeatable, version
from migma_desktop.core.ingredients import FILE, Ingredient, as_json, read_back

_SOURCES = PACKAGING / "appimage"
_MAGIC = b"AI\x02"  # at byte 8, where an ELF header has room
_LIBRARIES = ("squashfuse_ll", "squashfuse", "fuse3", "zstd", "z", "lzma", "lz4", "pthread")

# glibc belongs to the computer that it runs on, and so do its name services.
_OF_GLIBC = re.compile(
    r"(?:ld-linux.*|lib(?:c|m|dl|rt|pthread|resolv|util|anl|nsl|nss_\w+|mvec|thread_db))\.so\.\d+"
)
# What a library of the table opens by name only, without being linked with it.
_OPENED_BY_NAME = {
    "libnss3.so": ("libsoftokn3.so", "libfreebl3.so", "libfreeblpriv3.so", "libnssckbi.so"),
    "libEGL.so.1": ("libEGL_mesa.so.0",),
}
_FONTS = Path("/usr/share/fonts/truetype/liberation")
_KEYBOARDS = Path("/usr/share/X11/xkb")
_LINE = re.compile(r"^\s*(\S+) => (/\S+) ", re.MULTILINE)


def build(bundle: Path, work: Path, target: Path) -> tuple[Path, list[Ingredient]]:
    """Build the AppImage from the bundle.

    Returns its file, below ``target``, and the Debian packages of which it carries something.
    """
    folder = work / "AppDir"
    shutil.rmtree(folder, ignore_errors=True)
    usr = folder / "usr"
    linux_tree.lay_out(bundle, usr)
    taken = _take_libraries(usr / "lib" / COMMAND, usr / "lib" / "fallback")
    taken += _take_data(folder)
    libraries = of_debian.packages_of([*taken, *_linked_with()])
    _add_licences(usr / "lib" / COMMAND, libraries)
    linux_tree.settle(folder)
    image = work / "AppDir.squashfs"
    image.unlink(missing_ok=True)
    _run(
        *("mksquashfs", str(folder), str(image), "-comp", "zstd", "-Xcompression-level", "19"),
        *("-all-root", "-no-xattrs", "-noappend", "-quiet", "-no-progress", "-processors", "2"),
    )
    file = target / f"{COMMAND}-{version()}-{platform.machine()}.AppImage"
    file.write_bytes(_runtime(work) + image.read_bytes())
    file.chmod(0o755)
    return file, libraries


def _add_licences(library: Path, libraries: list[Ingredient]) -> None:
    """Let About list what came from Debian as well."""
    listed = next(library.rglob(FILE))
    inside = read_back(listed.read_text("utf-8"))
    inside += [*libraries, *of_debian.texts_meant_by(libraries)]
    listed.write_text(as_json(inside), "utf-8")


def _linked_with() -> list[Path]:
    """Return the files that become part of the AppImage's first part."""
    names = [f"lib{name}.a" for name in (*_LIBRARIES, "c")]
    return [Path(_run("gcc", f"-print-file-name={name}").strip()).resolve() for name in names]


def _runtime(work: Path) -> bytes:
    program = work / "runtime"
    _run(
        *("gcc", "-static", "-Os", "-Wall", "-Wextra", "-D_FILE_OFFSET_BITS=64"),
        *("-I/usr/include/squashfuse", "-I/usr/include/fuse3", f"-ffile-prefix-map={ROOT}=."),
        *("-s", "-o", str(program), str(_SOURCES / "runtime.c")),
        *(f"-l{name}" for name in _LIBRARIES),
    )
    code = bytearray(program.read_bytes())
    code[8 : 8 + len(_MAGIC)] = _MAGIC
    return bytes(code)


def _take_libraries(library: Path, fallback: Path) -> list[Path]:
    """Copy what the bundle is linked with, each in a folder of its own name; return the sources.

    So AppRun can take each by itself, where the computer lacks it.
    """
    taken = []
    objects = [file for file in elf.objects(library) if file.name not in elf.OF_A_DESKTOP]
    own = {file.name for file in library.rglob("*")}
    for name, source in sorted(system_libraries(objects).items()):
        if name in own or _OF_GLIBC.fullmatch(name):
            continue
        folder = fallback / name
        folder.mkdir(parents=True)
        shutil.copyfile(source, folder / name)
        taken.append(source)
        for other in _OPENED_BY_NAME.get(name, ()):
            taken += _take_opened_by_name(other, beside=source, folder=folder)
    return taken


def _take_opened_by_name(name: str, *, beside: Path, folder: Path) -> list[Path]:
    places = (beside.parent / name, beside.parent / "nss" / name)
    found = next((place for place in places if place.exists()), None)
    if found is None:
        return []
    shutil.copyfile(found, folder / name)
    checked = found.with_suffix(".chk")  # NSS looks whether its own libraries are whole
    if checked.exists():
        shutil.copyfile(checked, folder / checked.name)
    return [found.resolve()]


def system_libraries(objects: Iterable[Path]) -> dict[str, Path]:
    """Return what the dynamic linker finds for some files outside of their own folder.

    Raises:
        Stop: this computer lacks one of them.
    """
    said = _run("ldd", *map(str, objects))
    missing = sorted(set(re.findall(r"^\s*(\S+) => not found", said, re.MULTILINE)))
    if missing:
        raise Stop(f"This computer lacks {', '.join(missing)}, so no AppImage can be built here.")
    found = {name: Path(path).resolve() for name, path in _LINE.findall(said)}
    return {name: path for name, path in found.items() if path.is_relative_to("/usr/lib")}


def _take_data(folder: Path) -> list[Path]:
    """Copy what else is needed, and return a file of each package that something came from."""
    for name in ("AppRun", "web-process"):
        place = folder / (name if name == "AppRun" else f"usr/lib/{name}")
        shutil.copyfile(_SOURCES / name, place)
        place.chmod(0o755)
    (folder / "etc").mkdir()
    shutil.copyfile(_SOURCES / "fonts.conf", folder / "etc/fonts.conf")
    shutil.copytree(_FONTS, folder / "usr/share/fonts/liberation")
    shutil.copytree(_KEYBOARDS, folder / "usr/share/X11/xkb", symlinks=True)
    entry = folder / f"usr/share/applications/{APP_ID}.desktop"
    text = entry.read_text("utf-8").replace(
        "Terminal=false\n", f"Terminal=false\nX-AppImage-Version={version()}\n"
    )
    entry.write_text(text, "utf-8")
    (folder / f"{APP_ID}.desktop").symlink_to(entry.relative_to(folder))
    icon = f"usr/share/icons/hicolor/256x256/apps/{APP_ID}.png"
    (folder / f"{APP_ID}.png").symlink_to(icon)
    (folder / ".DirIcon").symlink_to(icon)
    return [next(_FONTS.glob("*.ttf")).resolve(), _KEYBOARDS.resolve() / "rules/evdev"]


def _run(*command: str) -> str:
    environment = {**repeatable(), "SOURCE_DATE_EPOCH": str(commit_time())}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Stop(f"{command[0]} failed:\n{done.stderr.strip()[-3000:]}")
    return done.stdout
