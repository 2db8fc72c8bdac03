"""Which Debian or Ubuntu package holds a shared library, a program, a header or a font.

Debian names a library's package after the library's soname (Debian Policy, section 8.1), so most
need no table: only the exceptions are written down.  Checked against Debian 12's whole archive for
every library that Qt and QtWebEngine 6.11 and 6.12 ask for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

# Packages that hold several libraries, or were named before the policy.
_LIBRARY_EXCEPTIONS = {
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libsmime3.so": "libnss3",
    "libz.so.1": "zlib1g",
}

PROGRAMS = {
    "Xvfb": "xvfb",
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "curl": "curl",
    "node": "nodejs",
    "npm": "npm",
    "appstreamcli": "appstream",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "dpkg-shlibdeps": "dpkg-dev",
    "gcc": "gcc",
    "lintian": "lintian",
    "makensis": "nsis",
    "mksquashfs": "squashfs-tools",
    "strace": "strace",
    "strip": "binutils",
    "update-mime-database": "shared-mime-info",
    "weston": "weston",
    "xz": "xz-utils",
}

# A header that a package with a library to link statically is known by.
HEADERS = {
    "fuse3/fuse_lowlevel.h": "libfuse3-dev",
    "lz4.h": "liblz4-dev",
    "lzma.h": "liblzma-dev",
    "squashfuse/ll.h": "libsquashfuse-dev",
    "stdio.h": "libc6-dev",
    "zlib.h": "zlib1g-dev",
    "zstd.h": "libzstd-dev",
}

# A file that each font's package is known by.
FONTS = {
    "LiberationSans-Regular.ttf": "fonts-liberation",  # what emails set in Arial look like
    "NotoColorEmoji.ttf": "fonts-noto-color-emoji",  # emoji in subjects and texts
}

_SONAME = re.compile(r"(?P<name>lib.+)\.so\.(?P<version>[0-9.]+)")


def package_of(library: str) -> str | None:
    """Return the package of a library such as ``libX11.so.6``, or None if no rule gives one."""
    if library in _LIBRARY_EXCEPTIONS:
        return _LIBRARY_EXCEPTIONS[library]
    soname = _SONAME.fullmatch(library)
    if soname is None:
        return None
    name = soname["name"].lower().replace("_", "-")
    dash = "-" if name[-1].isdigit() else ""
    return f"{name}{dash}{soname['version']}"


def choose(packages: Iterable[str], *, exists: Callable[[str], bool]) -> list[str]:
    """Pick the names that this release knows, sorted, each once.

    Debian 13 and Ubuntu 24.04 renamed libraries built with 64-bit time: ``libasound2t64``.
    A package that is known under neither name stays as it is, so that apt names it.
    """
    return sorted({f"{name}t64" if exists(f"{name}t64") else name for name in packages})


def is_debian(os_release: str) -> bool:
    """Tell from the text of ``/etc/os-release`` whether apt and these names are at home here."""
    values = dict(re.findall(r'^(ID|ID_LIKE)="?([^"\n]*)"?$', os_release, re.MULTILINE))
    families = f"{values.get('ID', '')} {values.get('ID_LIKE', '')}".split()
    return bool({"debian", "ubuntu"} & set(families))
