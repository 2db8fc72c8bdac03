"""What is missing from a system, read from the answers of its own tools."""

from __future__ import annotations

from pathlib import Path

from devtools import system
from devtools.system import Missing, Needs

LDD = """\
Qt/plugins/platforms/libqxcb.so:
\tlinux-vdso.so.1 (0x00007ffd5a1fe000)
\tlibGL.so.1 => not found
\tlibQt6Gui.so.6 => /somewhere/libQt6Gui.so.6 (0x00007f3a5e000000)
\tlibxcb-cursor.so.0 => not found
Qt/libexec/QtWebEngineProcess:
\tlibGL.so.1 => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f3a5f000000)
"""

APT_POLICY = """\
libasound2t64:
  Installed: (none)
  Candidate: 1.2.11-1
  Version table:
     1.2.11-1 500
libasound2:
  Installed: (none)
  Candidate: (none)
  Version table:
libegl1:
  Installed: 1.7.0-1
  Candidate: 1.7.0-1
  Version table:
 *** 1.7.0-1 500
"""


def test_missing_libraries_are_read_once_each() -> None:
    assert system.libraries_not_found(LDD) == ["libGL.so.1", "libxcb-cursor.so.0"]


def test_nothing_is_missing_when_all_is_found() -> None:
    assert system.libraries_not_found("\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n") == []


def test_only_packages_with_a_candidate_can_be_installed() -> None:
    assert system.installable(APT_POLICY) == {"libasound2t64", "libegl1"}


def test_what_is_missing_becomes_packages() -> None:
    missing = Missing(["libnss3.so", "libsmime3.so", "oddity"], ["Xvfb"], ["NotoColorEmoji.ttf"])
    assert missing.packages() == {"libnss3", "xvfb", "fonts-noto-color-emoji"}


def test_a_complete_system_lacks_nothing() -> None:
    assert not Missing()


def test_each_kind_of_display_asks_for_its_own_plugin(tmp_path: Path) -> None:
    for name in ("libqoffscreen.so", "libqxcb.so", "libqwayland.so"):
        file = tmp_path / "Qt/plugins/platforms" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    def plugins(needs: Needs) -> set[str]:
        return {file.name for file in needs.binaries(tmp_path)}

    assert plugins(Needs()) == {"libqoffscreen.so"}
    assert plugins(Needs(x11=True)) == {"libqoffscreen.so", "libqxcb.so"}
    assert plugins(Needs(wayland=True)) == {"libqoffscreen.so", "libqwayland.so"}


def test_needs_that_differ_are_remembered_apart() -> None:
    needs = [
        Needs(),
        Needs(x11=True),
        Needs(wayland=True),
        Needs(programs=("Xvfb",)),
        Needs(programs=("Xvfb",), programs_required=True),
    ]
    assert len({need.key for need in needs}) == len(needs)
