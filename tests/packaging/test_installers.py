"""What tells each system of the program, read by that system's own checkers."""

from __future__ import annotations

import ast
import configparser
import os
import plistlib
import re
import runpy
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
import yaml
from installers import (
    deb,
    linux_tree,
    macos,
    opening,
    pictures,
    project,
    spec_parts,
    windows,
)
from installers.checks import Checks

from migma_desktop import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
ENDINGS = ("migma", "eml", "html", "md", "mjml")


@pytest.fixture(scope="module")
def usr(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The part of a Linux system that tells the desktop of the program."""
    folder = tmp_path_factory.mktemp("root") / "usr"
    linux_tree.describe(folder)
    return folder


def passes(*command: str, folder: Path | None = None) -> bool:
    """Run a checker where it is; ``dev.py test`` installs all of them, but Flatpak's."""
    if shutil.which(command[0]) is None:
        return True
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode == 0 and not done.stdout.startswith("E:")


def test_the_version_is_the_same_everywhere() -> None:
    assert project.version() == __version__


def test_the_desktop_entry_passes_its_validator_and_opens_what_it_should(usr: Path) -> None:
    file = usr / f"share/applications/{project.APP_ID}.desktop"
    assert passes("desktop-file-validate", str(file))
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(file, "utf-8")
    kinds = entry["Desktop Entry"]["MimeType"].split(";")
    assert {"x-scheme-handler/mailto", "message/rfc822", "application/x-migma-draft"} <= set(kinds)
    # Each is opened in a bare system, in the window that is open there.
    tried = {opening.LINK.kind, *(case.kind for case in opening.FILES.values())}
    assert tried == {kind for kind in kinds if kind}


def test_the_page_of_the_store_passes_its_validator(usr: Path) -> None:
    file = usr / f"share/metainfo/{project.APP_ID}.metainfo.xml"
    assert passes("appstreamcli", "validate", "--no-net", str(file))
    assert f'version="{__version__}"' in file.read_text("utf-8")


def test_the_kinds_of_files_are_taken_by_the_system(usr: Path) -> None:
    assert passes("update-mime-database", str(usr / "share/mime"))
    assert "*.migma" in (usr / f"share/mime/packages/{project.APP_ID}.xml").read_text("utf-8")


def test_the_icon_is_there_in_each_size(usr: Path) -> None:
    for size in (16, 48, 256):
        icon = (usr / f"share/icons/hicolor/{size}x{size}/apps/{project.APP_ID}.png").read_bytes()
        assert int.from_bytes(icon[16:20], "big") == size  # the width in a PNG's first block


def test_drawing_the_icon_changes_nothing_for_the_programs_that_are_tried_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    before = dict(os.environ)
    assert pictures.draw(16).startswith(b"\x89PNG")
    assert dict(os.environ) == before


def test_two_packages_are_alike_when_what_is_in_them_is_whatever_the_compression(
    tmp_path: Path,
) -> None:
    if shutil.which("dpkg-deb") is None:
        return
    assert packed(tmp_path, "hello", level=1) == packed(tmp_path, "hello", level=9)
    assert packed(tmp_path, "hello", level=1) != packed(tmp_path, "hullo", level=1)


def packed(folder: Path, text: str, *, level: int) -> tuple[str, str]:
    """Pack a file with some text into a Debian package, and tell what that holds."""
    root, package = folder / "root", folder / "x.deb"
    (root / "DEBIAN").mkdir(parents=True, exist_ok=True)
    control = "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: A <a@b.c>\nDescription: x\n"
    (root / "DEBIAN/control").write_text(control, "utf-8")
    (root / "text").write_text(text, "utf-8")
    linux_tree.settle(root)
    words = ("dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build")
    subprocess.run(
        [*words, str(root), str(package)], env=project.repeatable(), check=True, capture_output=True
    )
    return deb.unpacked(package)


def test_the_manual_names_every_option(usr: Path) -> None:
    manual = (PACKAGING / "linux/migma-desktop.1").read_text("utf-8").replace("\\-", "-")
    for option in ("--sandbox", "--profile-dir", "--version", "tour", "--out"):
        assert option in manual


def test_the_installer_of_windows_compiles_without_a_warning(tmp_path: Path) -> None:
    if shutil.which("makensis") is None:
        return
    checks = Checks()
    # Its icon is drawn where the tools for it are; any icon will do here.
    (tmp_path / "app.ico").write_bytes(bytes.fromhex(_SMALLEST_ICON))
    windows.try_to_compile(tmp_path, checks, icon=tmp_path / "app.ico")
    assert not checks.missed


def test_the_installer_of_windows_asks_for_no_rights_and_asks_before_it_deletes_emails() -> None:
    script = (PACKAGING / "windows/installer.nsi").read_text("utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    assert '"mailto" "MigmaDesktop.mailto"' in script
    asked = script.index("Delete your emails and settings as well?")
    assert "/SD IDNO" in script[asked : asked + 200]
    assert script.count("$LOCALAPPDATA\\MigmaDesktop") == 1
    assert script.index('RMDir /r "$LOCALAPPDATA\\MigmaDesktop"') > asked


def test_uninstalling_on_windows_takes_back_all_that_was_written() -> None:
    script = (PACKAGING / "windows/installer.nsi").read_text("utf-8")
    install, uninstall = script.split('Section "Uninstall"')
    assert 'CreateShortcut "$SMPROGRAMS\\${NAME}.lnk"' in install
    assert 'Delete "$SMPROGRAMS\\${NAME}.lnk"' in uninstall
    for ending in ENDINGS[1:]:
        assert f'OffersToOpen "{ending}"' in install
        assert f'NoLongerOffersToOpen "{ending}"' in uninstall
    removed = re.findall(r'DeleteReg(?:Key|Value) HKCU "([^"]+)"', uninstall)
    classes = re.findall(r'insertmacro Class "([^"]+)"', install)
    assert {f"Software\\Classes\\{name}" for name in classes} <= set(removed)
    written = re.findall(r'WriteReg\w+ HKCU "([^"]+)"', install[install.index("Section") :])
    inside = [
        key.replace("${CAPABILITIES}", r"Software\MigmaDesktop\Capabilities") for key in written
    ]
    assert [key for key in inside if not key.startswith(tuple(removed))] == []


def test_the_properties_of_the_windows_programs_can_be_read() -> None:
    names = ["VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct"]
    names += ["VarFileInfo", "VarStruct"]
    made = {name: lambda *words, **facts: (words, facts) for name in names}
    assert __version__ in repr(eval(windows.version_file(), made))  # noqa: S307  as PyInstaller does


def test_macos_is_told_of_links_and_files() -> None:
    told = plistlib.loads((PACKAGING / "macos/Info.plist").read_bytes())
    assert told["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["mailto"]
    kinds = [kind for each in told["CFBundleDocumentTypes"] for kind in each["LSItemContentTypes"]]
    assert {"ai.migma.draft", "com.apple.mail.email", "public.html", "ai.migma.mjml"} <= set(kinds)
    assert "net.daringfireball.markdown" in kinds
    declared = told["UTExportedTypeDeclarations"] + told["UTImportedTypeDeclarations"]
    assert {"ai.migma.draft", "ai.migma.mjml"} <= {each["UTTypeIdentifier"] for each in declared}


def test_the_hardened_runtime_allows_the_engine_its_machine_code() -> None:
    allowed = plistlib.loads(macos.ENTITLEMENTS.read_bytes())
    assert allowed["com.apple.security.cs.allow-jit"] is True
    assert "com.apple.security.get-task-allow" not in allowed  # refused by Apple's notary


def test_macos_is_signed_from_the_inside_out(tmp_path: Path) -> None:
    application = tmp_path / "Migma Desktop.app"
    engine = application / "Contents/Frameworks/QtWebEngineCore.framework"
    process = engine / "Helpers/QtWebEngineProcess.app"
    process.mkdir(parents=True)
    (application / "Contents/Frameworks/libpython3.12.dylib").touch()
    order = [file.name for file in macos.signing_order(application)]
    assert order == [
        "libpython3.12.dylib",
        "QtWebEngineProcess.app",
        "QtWebEngineCore.framework",
        "Migma Desktop.app",
    ]
    signed = macos.signing_command(process, identity="Developer ID Application: X")
    assert {"runtime", "--timestamp", "--entitlements"} <= set(signed)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_spec_runs_on_each_system(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def recorder(kind: str) -> Any:
        def record(*words: Any, **facts: Any) -> Any:
            made.append((kind, words, facts))
            return types.SimpleNamespace(binaries=[], datas=[], pure=[], scripts=[])

        return record

    hooks = types.ModuleType("PyInstaller.utils.hooks")
    hooks.__dict__.update(
        collect_data_files=lambda *_words, **_facts: [], collect_submodules=lambda name: [name]
    )
    writers = types.ModuleType("PyInstaller.archive.writers")
    writers.__dict__["ZlibArchiveWriter"] = types.SimpleNamespace()
    archive = types.ModuleType("PyInstaller.archive")
    archive.__dict__["writers"] = writers
    imports = types.ModuleType("PyInstaller.depend.bindepend")
    imports.__dict__["get_imports"] = lambda _file: set()
    for module in (hooks, writers, archive, imports):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    for name in ("PyInstaller", "PyInstaller.utils", "PyInstaller.depend"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setenv("MIGMA_BUILD_FOLDER", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "path", [*sys.path])
    given = {name: recorder(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
    runpy.run_path(
        str(PACKAGING / "bundle/migma-desktop.spec"),
        {**given, "SPECPATH": str(PACKAGING / "bundle")},
    )
    programs = {facts["name"]: facts["console"] for kind, _, facts in made if kind == "EXE"}
    assert (
        programs
        == {
            "linux": {"migma-desktop": True},
            "win32": {"Migma Desktop": False, "migma-desktop": True},
            "darwin": {"migma-desktop": False},
        }[platform]
    )
    assert ("BUNDLE" in {kind for kind, _, _ in made}) is (platform == "darwin")


def test_the_spec_takes_the_resources_and_no_test_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = types.ModuleType("PyInstaller.utils.hooks")
    hooks.__dict__["collect_data_files"] = lambda *_words, **_facts: []
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    parts = spec_parts.Parts(root=ROOT, made=ROOT / "build" / "made")
    files = {Path(source).name for source, _ in parts.datas()}
    assert {"app.svg", "app.qss", "base.html", "Inter-Regular.ttf", "support.json"} <= files
    assert {"pytest", "mypy", "hypothesis", "tkinter"} <= set(parts.excludes())
    assert not {"httpx", "lxml", "keyring", "starlette", "migma_desktop"} & set(parts.excludes())


def test_what_is_left_out_of_the_bundle_is_asked_for_by_nothing_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hooks = types.ModuleType("PyInstaller.utils.hooks")
    own = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in (ROOT / "migma_desktop").rglob("*.py")
    ]
    hooks.__dict__["collect_submodules"] = lambda _name: own
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
    parts = spec_parts.Parts(root=ROOT, made=ROOT / "build" / "made")
    kept = parts.hidden_imports()
    left_out = {name.partition(".")[0] for name in parts.excludes()} - {"lxml", "inscriptis"}
    assert {"uvicorn", "multiprocessing"} <= left_out
    assert "migma_desktop.sandbox.app" in kept
    assert "migma_desktop.sandbox.loopback" not in kept
    asked = {
        name.partition(".")[0]
        for module in kept
        for name in imports_of(ROOT / f"{module.replace('.', '/')}.py")
    }
    # Linux has another library for spelling, and is asked for that one first.
    assert asked & (left_out - {"PySide6", "concurrent", "spylls"}) == set()


def imports_of(file: Path) -> set[str]:
    """Return what a file of the program imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def test_the_workflow_builds_on_three_systems_and_attaches_what_it_built() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    flow = yaml.safe_load(text)
    systems = {
        each["system"].split("-")[0]
        for each in flow["jobs"]["build"]["strategy"]["matrix"]["include"]
    }
    assert systems == {"ubuntu", "windows", "macos"}
    assert flow[True]["push"]["tags"] == ["v*"]  # YAML 1.1 reads the word "on" as true
    for pattern in ("*.deb", "*.AppImage", "*-setup.exe", "*.dmg", "*.cdx.json"):
        assert pattern in text
    used_actions = re.findall(r"uses: (\S+)", text)
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used_actions)


def test_the_flatpak_runs_the_same_command_under_the_same_name(tmp_path: Path) -> None:
    manifest = yaml.safe_load((PACKAGING / f"flatpak/{project.APP_ID}.yml").read_text("utf-8"))
    assert manifest["id"] == project.APP_ID
    assert manifest["command"] == project.COMMAND
    assert {"--socket=wayland", "--socket=fallback-x11"} <= set(manifest["finish-args"])
    told = str(PACKAGING / f"flatpak/{project.APP_ID}.yml")
    assert passes("flatpak-builder", "--show-manifest", told, folder=tmp_path)


def test_shell_scripts_of_the_packages_can_be_read() -> None:
    for name in ("linux/postinst", "linux/prerm", "appimage/AppRun", "appimage/web-process"):
        assert passes("sh", "-n", str(PACKAGING / name)), name


# One white pixel, as an .ico: a header, one entry, a bitmap of four bytes and its mask.
_SMALLEST_ICON = (
    "000001000100010101000100200030000000160000002800000001000000020000000100200000000000"
    "0400000000000000000000000000000000000000ffffffff00000000"
)
