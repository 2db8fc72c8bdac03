"""Real emails that others wrote: opened, filled, previewed and sent as they are.

They are not part of this repository. They are looked for in the folder that MIGMA_SAMPLES names,
or in ``shared/samples`` beside the checkout, and must be there where MIGMA_REQUIRE_ALL=1.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget

from migma_desktop.core.models import RecipientType
from tests.e2e.driver import Program
from tests.e2e.server import Server

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "samples"
SAMPLES = Path(os.environ.get("MIGMA_SAMPLES") or _BESIDE)

# How many names the table lists, and whether something between braces is left as it is written.
EXPECTED = {
    "comment-notification-uninlined": (9, True),
    "invoice": (10, True),
    "password-reset": (5, False),
    "receipt": (13, True),
    "trial-expiring": (5, False),
    "welcome": (10, False),
}


def _sample(name: str) -> Path:
    path = SAMPLES / f"postmark-{name}.html"
    if not path.is_file() and os.environ.get("MIGMA_REQUIRE_ALL") != "1":
        pytest.skip(f"not there: {path}")
    assert path.is_file()
    return path


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_email_arrives_byte_for_byte_as_it_was_previewed(
    program: Program, server: Server, name: str
) -> None:
    names, has_foreign = EXPECTED[name]
    file = _sample(name)
    if name < "p":
        program.drop(file)
    else:
        program.click("openButton")
        program.choose_file("openDialog", file)
    program.until_told(f"{file.name} is open")
    assert program.editor.toPlainText() == file.read_text(encoding="utf-8").replace("\r\n", "\n")
    assert len(program.missing()) == names

    program.address(RecipientType.PERSON, "amara@example.com")
    program.type_into("subject", "About your {{product_name}}")
    values = program.fill_what_is_missing()
    assert len(values) == names + 1
    assert program.missing() == []
    program.send()

    (arrived,) = server.delivered()
    assert arrived.html == program.rendered.html == program.preview
    assert program.preview_shows(arrived.html)
    assert arrived.subject == f"About your {values['product_name']}"
    assert ("{{" in arrived.html) is has_foreign
    program.until(lambda: _warns_of_foreign(program) is has_foreign, "the checks to follow")


def _warns_of_foreign(program: Program) -> bool:
    checks = program.pilot.find(QListWidget, "checksList")
    texts = [checks.item(row).text() for row in range(checks.count())]
    return any("arrives as it is written" in text for text in texts)
