"""An AppImage takes libraries of Debian along, so it says whose they are."""

from __future__ import annotations

from pathlib import Path

from installers import of_debian

from migma_desktop.core.ingredients import NOT_TOLD, Ingredient

FORM = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
MEANT = "On Debian the text is in /usr/share/common-licenses/MPL-2.0."


def test_each_licence_of_a_package_is_named_once(tmp_path: Path) -> None:
    text = (
        f"{FORM}\n\nFiles: *\nLicense: MPL-2.0\n {MEANT}\n\nFiles: z\nLicense: Zlib\n\nFiles: y\n"
    )
    written(tmp_path, "libnss3", f"{text}License: Zlib\n")
    found = of_debian.describe("libnss3", "2:3.87", documents=tmp_path)
    assert (found.name, found.version, found.licence) == ("libnss3", "2:3.87", "MPL-2.0, Zlib")
    assert MEANT in found.text


def test_where_the_name_is_only_in_the_text_that_is_said(tmp_path: Path) -> None:
    written(tmp_path, "old", "This is free.\nLicense: whatever\n")
    assert of_debian.describe("old", "1", documents=tmp_path).licence == NOT_TOLD


def test_texts_that_debian_keeps_elsewhere_come_along(tmp_path: Path) -> None:
    (tmp_path / "MPL-2.0").write_text("Mozilla Public License", "utf-8")
    packages = [Ingredient(name, "1", "MPL-2.0", MEANT) for name in ("a", "b")]
    found = of_debian.texts_meant_by(packages, texts=tmp_path)
    assert [each.text for each in found] == ["Mozilla Public License"]


def written(documents: Path, package: str, text: str) -> None:
    """Write a package's file of licences."""
    (documents / package).mkdir()
    (documents / package / "copyright").write_text(text, "utf-8")
