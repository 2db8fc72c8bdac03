from __future__ import annotations

import pytest

from migma_desktop.api.urls import is_loopback, parse_base_url, path_part
from migma_desktop.core.errors import NoConnection, NotFound


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://api.migma.ai", "https://api.migma.ai"),
        (" https://api.migma.ai/ ", "https://api.migma.ai"),
        ("https://api.migma.ai/v1", "https://api.migma.ai"),
        ("https://api.migma.ai/v1//", "https://api.migma.ai"),
        ("https://api.migma.ai/api/v1/", "https://api.migma.ai/api"),
        ("HTTPS://API.Migma.AI:8443", "https://api.migma.ai:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8000/v1", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("https://10.0.0.5", "https://10.0.0.5"),
    ],
)
def test_a_safe_address_is_brought_into_one_form(typed: str, used: str) -> None:
    assert parse_base_url(typed) == used


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "api.migma.ai",
        "//api.migma.ai",
        "https://",
        "https:///v1",
        "ftp://api.migma.ai",
        "file:///etc/passwd",
        "http://api.migma.ai",
        "http://10.0.0.5",
        "http://0.0.0.0",
        "http://128.0.0.1",
        "http://[::2]",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://example.org#localhost",
        "http://localhost@example.org",
        "https://me:hidden@api.migma.ai",
        "https://hidden@api.migma.ai",
        "https://api.migma.ai?x=hidden",
        "https://api.migma.ai/#hidden",
        "https://api.migma.ai/a b",
        "https://api.migma.ai/../v1",
        "https://api.migma.ai/%2e%2e/v1",
        "https://api.migma.ai\\@example.org",
        "https://api.migma.ai:0",
        "https://api.migma.ai:99999",
        "https://api.migma.ai:x",
        "https://api.migma.ai:",
        "https://a..b",
        "https://-a.example",
        "https://[::1",
        "https://[v1.x]",
        "https://" + "a" * 64 + ".example",
    ],
)
def test_an_unsafe_address_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(NoConnection) as refusal:
        parse_base_url(typed)
    error = refusal.value
    assert "hidden" not in f"{error} {error.advice} {error.details}"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"])
def test_this_computer_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "example.org", "128.0.0.1", "::2", "localhost.", "127.1"])
def test_other_computers_are_not_this_one(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("identifier", "part"),
    [("abc-1", "abc-1"), ("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("grün", "gr%C3%BCn")],
)
def test_an_id_stays_one_segment_of_the_path(identifier: str, part: str) -> None:
    assert path_part(identifier) == part


@pytest.mark.parametrize("identifier", ["", ".", "..", "a\nb", "\ud800"])
def test_an_id_that_would_name_another_path_is_not_found(identifier: str) -> None:
    with pytest.raises(NotFound):
        path_part(identifier)
