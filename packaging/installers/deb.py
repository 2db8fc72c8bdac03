"""The package for Debian and Ubuntu."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import time
from email.utils import formatdate
from pathlib import Path

from devtools.console import Stop

from installers import elf, linux_tree
from installers.project import COMMAND, HOMEPAGE, PACKAGING, ROOT, commit_time, repeatable, version

_MAINTAINER = "Migma <desktop@migma.ai>"
_SUMMARY = "write an email, see exactly what will arrive, and send it"
_ABOUT = """\
 Migma Desktop is for people who send email and do not write code. You write,
 fill in the variables, and see beside it the very email that will arrive.
 Before anything leaves, you are told in plain words who will get what.
 .
 It comes with its own Python, Qt and browser engine."""

# What is not a linked library: certificates, fonts that emails are set in, and opening links.
_NEEDS = ("ca-certificates", "fonts-liberation", "xdg-utils")
_BETTER_WITH = ("fonts-noto-color-emoji", "gnome-keyring | kwalletmanager | keepassxc")
_PACKAGE_OF_PYTHON = re.compile(r"^libpython")


def build(bundle: Path, work: Path, target: Path, *, level: int = 6) -> Path:
    """Build the package from the bundle and return its file, below ``target``.

    ``level`` is xz's; below 6 it is quick and large, for trying things out.
    """
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    linux_tree.lay_out(bundle, root / "usr")
    _document(root)
    profile = root / "etc/apparmor.d" / COMMAND
    profile.parent.mkdir(parents=True)
    shutil.copyfile(PACKAGING / "linux/apparmor", profile)
    _control(root, depends=dependencies(root / "usr/lib" / COMMAND, work))
    linux_tree.settle(root)
    (root / "DEBIAN/postinst").chmod(0o755)
    (root / "DEBIAN/prerm").chmod(0o755)
    linux_tree.date(root / "DEBIAN")
    file = target / f"{COMMAND}_{version()}_{_architecture()}.deb"
    # Two threads always: the number decides where xz divides its input, and so the bytes.
    _run(
        *("dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--threads-max=2"),
        *("--build", str(root), str(file)),
    )
    return file


def holds_the_same(one: Path, other: Path) -> bool:
    """Tell whether two packages differ in nothing but how well they are compressed."""
    return unpacked(one) == unpacked(other)


def unpacked(package: Path) -> tuple[str, str]:
    """Return digests of what a package holds, as the two archives that were compressed."""
    return _digest("--ctrl-tarfile", package), _digest("--fsys-tarfile", package)


def dependencies(library: Path, work: Path) -> dict[str, list[str]]:
    """Ask dpkg which packages hold the libraries that the bundle is linked with.

    Raises:
        Stop: a library is missing here, so nothing can be said.
    """
    folder = work / "shlibdeps"
    (folder / "debian").mkdir(parents=True, exist_ok=True)
    stanza = f"Source: {COMMAND}\n\nPackage: {COMMAND}\nArchitecture: any\n"
    (folder / "debian/control").write_text(stanza, "utf-8")
    objects = elf.objects(library)
    own = sorted({str(file.parent) for file in objects})
    hard = [str(file) for file in objects if file.name not in elf.OF_A_DESKTOP]
    soft = [str(file) for file in objects if file.name in elf.OF_A_DESKTOP]
    said = _run(
        *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=1"),
        *(f"-l{path}" for path in own),
        *(f"-e{file}" for file in hard),
        *("-dSuggests", *(f"-e{file}" for file in soft)),
        folder=folder,
    )
    found = dict(re.findall(r"^shlibs:(\w+)=(.*)$", said, re.MULTILINE))
    depends = {*_split(found.get("Depends", "")), *_NEEDS}
    return {
        "Depends": sorted(depends),
        "Recommends": sorted(_BETTER_WITH),
        "Suggests": sorted(_split(found.get("Suggests", ""))),
    }


def _document(root: Path) -> None:
    docs = root / "usr/share/doc" / COMMAND
    docs.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text("utf-8")
    (docs / "copyright").write_text(_copyright(licence), "utf-8")
    moment = formatdate(commit_time())
    changes = (
        f"{COMMAND} ({version()}) unstable; urgency=medium\n\n"
        f"  * See CHANGELOG.md in the sources.\n\n -- {_MAINTAINER}  {moment}\n"
    )
    linux_tree.compressed(docs / "changelog.gz", changes.encode())
    overrides = root / "usr/share/lintian/overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(PACKAGING / "linux/lintian-overrides", overrides / COMMAND)


def _copyright(licence: str) -> str:
    lines = licence.split("\n\n", 2)[2].strip().splitlines()
    text = "\n".join(f" {line}" if line else " ." for line in lines)
    year = time.strftime("%Y", time.gmtime(commit_time()))
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: {COMMAND}\nSource: {HOMEPAGE}\n"
        "Comment: The licences of Qt, Chromium, Python and every other library inside are listed\n"
        f" in /usr/lib/{COMMAND}/_internal/migma_desktop/_resources/licences.json, which the\n"
        " program shows under About.\n\n"
        f"Files: *\nCopyright: {year} Migma\nLicense: Expat\n{text}\n"
    )


def _control(root: Path, *, depends: dict[str, list[str]]) -> None:
    folder = root / "DEBIAN"
    folder.mkdir()
    kilobytes = sum(-(-f.lstat().st_size // 1024) for f in root.rglob("*") if not f.is_dir())
    fields = {
        "Package": COMMAND,
        "Version": version(),
        "Architecture": _architecture(),
        "Maintainer": _MAINTAINER,
        "Installed-Size": str(kilobytes),
        **{name: ", ".join(packages) for name, packages in depends.items() if packages},
        "Section": "mail",
        "Priority": "optional",
        "Homepage": HOMEPAGE,
        "Description": f"{_SUMMARY}\n{_ABOUT}",
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (folder / "control").write_text(text, "utf-8")
    (folder / "conffiles").write_text(f"/etc/apparmor.d/{COMMAND}\n", "utf-8")
    for name in ("postinst", "prerm"):
        shutil.copyfile(PACKAGING / "linux" / name, folder / name)
    _sums(root)


def _sums(root: Path) -> None:
    lines = []
    for file in sorted(root.rglob("*")):
        if file.is_file() and not file.is_symlink() and "DEBIAN" not in file.parts:
            with file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "md5").hexdigest()
            lines.append(f"{digest}  {file.relative_to(root)}\n")
    (root / "DEBIAN/md5sums").write_text("".join(lines), "utf-8")


def _digest(archive: str, package: Path) -> str:
    with subprocess.Popen(["dpkg-deb", archive, str(package)], stdout=subprocess.PIPE) as reader:
        if reader.stdout is None:
            raise Stop("dpkg-deb gave nothing to read.")
        digest = hashlib.sha256()
        while piece := reader.stdout.read(1 << 20):
            digest.update(piece)
    if reader.returncode != 0:
        raise Stop(f"{package.name} could not be read.")
    return digest.hexdigest()


def _architecture() -> str:
    return _run("dpkg", "--print-architecture").strip()


def _split(packages: str) -> set[str]:
    names = (name.strip() for name in packages.split(","))
    return {name for name in names if name and not _PACKAGE_OF_PYTHON.match(name)}


def _run(*command: str, folder: Path = ROOT) -> str:
    done = subprocess.run(
        command, cwd=folder, env=repeatable(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Stop(f"{command[0]} failed:\n{done.stderr.strip()[-3000:]}")
    return done.stdout
