"""Names of Debian packages for libraries, and the release that they are for."""

from __future__ import annotations

import pytest
from devtools import debian

# What a bare Debian 12 lacked, and what its archive said holds it.
REAL = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libsmime3.so": "libnss3",
    "libstdc++.so.6": "libstdc++6",
    "libudev.so.1": "libudev1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
    "libz.so.1": "zlib1g",
}


@pytest.mark.parametrize(("library", "package"), REAL.items())
def test_a_library_is_found_in_its_package(library: str, package: str) -> None:
    assert debian.package_of(library) == package


def test_what_is_no_shared_library_has_no_package() -> None:
    assert debian.package_of("linux-vdso") is None


def test_newer_releases_get_the_name_with_64_bit_time() -> None:
    known = {"libasound2t64", "libegl1"}
    chosen = debian.choose(["libegl1", "libasound2", "libegl1"], exists=known.__contains__)
    assert chosen == ["libasound2t64", "libegl1"]


def test_older_releases_get_the_old_name() -> None:
    assert debian.choose(["libasound2"], exists={"libasound2"}.__contains__) == ["libasound2"]


@pytest.mark.parametrize(
    "os_release",
    [
        "ID=debian\n",
        "ID=ubuntu\nID_LIKE=debian\n",
        'NAME="Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n',
    ],
)
def test_debian_and_what_descends_from_it_are_known(os_release: str) -> None:
    assert debian.is_debian(os_release)


@pytest.mark.parametrize(
    "os_release", ["", "ID=fedora\n", 'ID=opensuse\nID_LIKE="suse"\n', "NAME=debian\n"]
)
def test_other_systems_are_not_taken_for_debian(os_release: str) -> None:
    assert not debian.is_debian(os_release)
