"""What of Qt goes into the bundle, on each system."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from installers import cutting, icu, used

ROOT = Path(__file__).resolve().parents[2]
QT = "PySide6/Qt"


@pytest.mark.parametrize(
    "place",
    [
        f"{QT}/plugins/platforms/libqxcb.so",
        f"{QT}/plugins/platforms/libqwayland.so",
        f"{QT}/plugins/platforms/libqoffscreen.so",
        f"{QT}/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        f"{QT}/plugins/platforms/libqcocoa.dylib",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        f"{QT}/libexec/QtWebEngineProcess",
        f"{QT}/resources/icudtl.dat",
        f"{QT}/resources/qtwebengine_resources.pak",
        f"{QT}/translations/qtwebengine_locales/en-US.pak",
        "keyring-25.7.0.dist-info/entry_points.txt",
        "migma_desktop/_resources/icons/app.svg",
    ],
)
def test_what_is_used_stays(place: str) -> None:
    assert cutting.is_wanted(place)


@pytest.mark.parametrize(
    "place",
    [
        f"{QT}/qml/QtQuick/qmldir",
        f"{QT}/plugins/qmltooling/libqmldbg_server.so",
        f"{QT}/plugins/platforms/libqvnc.so",
        f"{QT}/plugins/position/libqtposition_nmea.so",
        f"{QT}/plugins/imageformats/libqpdf.so",
        f"{QT}/resources/qtwebengine_devtools_resources.pak",
        f"{QT}/translations/qtwebengine_locales/de.pak",
        f"{QT}/translations/qtbase_de.qm",
        "PySide6/translations/qt_en.qm",
        "selectolax/lexbor.c",
        "click-8.5.1.dist-info/METADATA",
        "keyring-25.7.0.dist-info/RECORD",
    ],
)
def test_what_nobody_uses_goes(place: str) -> None:
    assert not cutting.is_wanted(place)


def test_libraries_stay_that_something_asks_for_directly_or_not() -> None:
    asks = {"plugin": ["gui"], "gui": ["core"], "core": [], "qml": ["core"]}
    assert cutting.reachable(["plugin"], lambda name: asks[name]) == {"plugin", "gui", "core"}


def test_bindings_go_that_neither_the_program_nor_another_one_needs() -> None:
    import PySide6

    unused = cutting.unused_bindings(ROOT / "migma_desktop", Path(PySide6.__file__ or "").parent)
    assert {"PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtDesigner"} <= set(unused)
    needed = {"QtCore", "QtWidgets", "QtWebEngineCore", "QtWebChannel", "QtPrintSupport"}
    assert not {f"PySide6.{name}" for name in needed} & set(unused)


@pytest.mark.parametrize(
    ("path", "is_of_system"),
    [
        ("/usr/lib/x86_64-linux-gnu/libssl.so.3", True),
        ("/lib/x86_64-linux-gnu/libz.so.1", True),
        ("/usr/lib/python3/dist-packages/lxml/etree.so", False),
        ("/home/ada/.venv/lib/python3.12/site-packages/lxml/etree.so", False),
    ],
)
def test_libraries_of_the_system_are_told_from_others(path: str, is_of_system: bool) -> None:
    assert cutting.is_system_path(path) is is_of_system


@pytest.mark.parametrize(
    ("item", "goes"),
    [
        ("unit/de.res", True),
        ("lang/res_index.res", True),
        ("brkitr/line.brk", True),
        ("de.res", True),
        ("zh_Hant_TW.res", True),
        ("coll/de.res", False),
        ("en.res", False),
        ("root.res", False),
        ("res_index.res", False),
        ("zoneinfo64.res", False),
        ("gb18030.cnv", False),
    ],
)
def test_tables_of_unicode_go_that_qt_never_asks_for(item: str, goes: bool) -> None:
    assert icu.is_unwanted(item) is goes


@pytest.mark.parametrize(
    ("item", "goes"),
    [("zone/de.res", True), ("curr/ja.res", True), ("brkitr/line.brk", False), ("de.res", False)],
)
def test_chromium_keeps_what_breaks_text_into_lines(item: str, goes: bool) -> None:
    assert icu.is_unwanted_by_chromium(item) is goes


def test_what_stays_of_the_tables_is_as_it_was() -> None:
    items = {"icudt1l/a.res": b"one", "icudt1l/unit/a.res": b"two", "icudt1l/z.cnv": bytes(40)}
    whole = tables(items)
    assert icu.without(whole, lambda _item: False) == whole
    less = dict(icu.items_of(icu.without(whole, icu.is_unwanted_by_chromium)))
    assert list(less) == ["icudt1l/a.res", "icudt1l/z.cnv"]
    assert less["icudt1l/a.res"].rstrip(b"\0") == b"one"
    assert less["icudt1l/z.cnv"].startswith(bytes(40))


def test_the_tables_that_pyside_brings_can_be_read(tmp_path: Path) -> None:
    import PySide6

    found = [*Path(PySide6.__file__ or "").parent.rglob("icudtl.dat")]
    made = icu.trim_of_chromium(found[0], tmp_path / "made" / "icudtl.dat")
    assert made.stat().st_size < 0.8 * found[0].stat().st_size
    kept = {name.partition("/")[2] for name, _ in icu.items_of(made.read_bytes())}
    assert {"root.res", "brkitr/root.res", "brkitr/thaidict.dict"} <= kept


def test_what_is_no_table_is_told() -> None:
    with pytest.raises(ValueError, match="no tables"):
        list(icu.items_of(b"something else"))


def tables(items: dict[str, bytes]) -> bytes:
    """Put tables together as ICU's own tool does: every item begins a block of 16 bytes."""
    names = b"".join(name.encode() + b"\0" for name in items)
    place, at = 4 + 8 * len(items), 0
    data, index = b"", struct.pack("<I", len(items))
    start = -(-(place + len(names)) // 16) * 16
    for name, content in items.items():
        index += struct.pack("<II", place + at, start + len(data))
        at += len(name) + 1
        data += content.ljust(-(-len(content) // 16) * 16, b"\0")
    header = struct.pack("<H", 32) + b"\xda\x27" + bytes(28)
    return header + (index + names).ljust(start, b"\0") + data


@pytest.mark.parametrize(
    ("place", "has_reason"),
    [
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("cryptography/hazmat/bindings/_rust.abi3.so", True),
        ("PySide6/Qt/lib/libQt63DCore.so.6", False),
        ("somelib/data.bin", False),
    ],
)
def test_a_file_that_the_tour_leaves_shut_needs_a_reason(place: str, has_reason: bool) -> None:
    assert (used.reason_for(place) is not None) is has_reason


def test_a_file_without_reason_is_found(tmp_path: Path) -> None:
    library = tmp_path / "_internal" / "lib.so"
    library.parent.mkdir()
    library.touch()
    assert used.unexplained(tmp_path, []) == (["lib.so"], {})
    assert used.unexplained(tmp_path, [library]) == ([], {})
