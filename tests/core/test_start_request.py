"""What a start is asked to open, and what one start may tell another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migma_desktop.core.start_request import (
    LONGEST_REQUEST,
    Request,
    read_request,
    whole,
    write_request,
)

HERE = Path("/home/ada/letters")


def test_a_link_stays_as_it_is() -> None:
    assert whole("mailto:ada@example.com?subject=Hi", folder=HERE) == (
        "mailto:ada@example.com?subject=Hi"
    )


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("march.md", "/home/ada/letters/march.md"),
        ("../march.md", "/home/ada/letters/../march.md"),
        ("/tmp/march.md", "/tmp/march.md"),  # noqa: S108  only a name
        ("file:///home/eva/Über%20uns.html", "/home/eva/Über uns.html"),
        ("FILE:///home/eva/a%23b.eml", "/home/eva/a#b.eml"),
        ("file:///C:/Users/eva/a.eml", "C:/Users/eva/a.eml"),
    ],
)
def test_a_file_means_the_same_in_any_folder(argument: str, path: str) -> None:
    assert whole(argument, folder=HERE) == str(HERE / path)


@pytest.mark.parametrize("what", ["", "/home/ada/march.md", "mailto:ada@example.com?body=a%0Ab"])
def test_a_request_comes_back_as_it_was_written(what: str) -> None:
    request = Request(profile="/home/ada/p", open=what, token="gnome-shell-1_2")  # noqa: S106
    assert read_request(write_request(request)) == request


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"[]",
        b"7",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"profile": 1}',
        b'{"open": "/a"}',
        b'{"profile": "/p", "command": "rm"}',
        b'{"profile": "/p", "open": ["/a"]}',
        b'{"profile": "/p", "open": "letter.md"}',
        b'{"profile": "/p", "open": "https://example.com"}',
        b'{"profile": "/p", "open": "/a\\u0000b"}',
        b'{"profile": "/p", "open": "mailto:a\\u000ab"}',
        b'{"profile": "/p", "open": "/a", "token": "a b"}',
    ],
)
def test_anything_else_is_no_request(line: bytes) -> None:
    assert read_request(line) is None


def test_a_request_without_end_is_refused() -> None:
    line = json.dumps({"profile": "/p", "open": "mailto:" + "a" * LONGEST_REQUEST}).encode()
    assert read_request(line) is None
