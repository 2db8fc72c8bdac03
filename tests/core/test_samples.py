"""The finder and the renderer on real emails that others wrote.

They are not part of this repository. They are looked for in the folder that MIGMA_SAMPLES names,
or in ``shared/samples`` beside the checkout, and must be there where MIGMA_REQUIRE_ALL=1.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from migma_desktop.core.foreign import find_foreign
from migma_desktop.core.models import ContentSource, Draft
from migma_desktop.core.placeholders import find
from migma_desktop.core.rendering import render

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "samples"
SAMPLES = Path(os.environ.get("MIGMA_SAMPLES") or _BESIDE)

# name x number of uses, in the order of appearance; then what is no placeholder.
EXPECTED = {
    "comment-notification-uninlined": (
        "body attachment_url attachment_name attachment_size attachment_type commenter_name "
        "timestamp action_url notifications_url",
        "{{#attachment_details}} {{#each . }} {{/each}} {{/attachment_details}}",
    ),
    "invoice": (
        "purchase_date due_date*2 name total*2 action_url*2 invoice_id date description amount "
        "support_url",
        "{{#each invoice_details}} {{/each}}",
    ),
    "password-reset": ("name action_url*2 operating_system browser_name support_url", ""),
    "receipt": (
        "purchase_date name credit_card_brand credit_card_last_four billing_url*2 "
        "expiration_date receipt_id date description amount total support_url action_url*2",
        "{{#each receipt_details}} {{/each}}",
    ),
    "trial-expiring": (
        "action_url trial_extension_url feedback_url export_url close_account_url",
        "",
    ),
    "welcome": (
        "name action_url*2 login_url username trial_length trial_start_date trial_end_date "
        "support_email live_chat_url help_url",
        "",
    ),
}


def samples() -> dict[str, str]:
    """Return the samples by name; none where they may be missing."""
    found = {
        path.stem.removeprefix("postmark-"): path.read_text(encoding="utf-8")
        for path in SAMPLES.glob("postmark-*.html")
    }
    if os.environ.get("MIGMA_REQUIRE_ALL") == "1" or found:
        assert found.keys() == EXPECTED.keys(), f"samples in {SAMPLES}"
    return found


def test_each_sample_s_placeholders_are_found_exactly() -> None:
    for name, source in samples().items():
        plain, foreign = EXPECTED[name]
        found = find("", "", source, is_html=True)
        counted = [
            item.name if len(item.uses) == 1 else f"{item.name}*{len(item.uses)}" for item in found
        ]
        assert " ".join(counted) == plain, name
        unknown = [item.text for item in find_foreign("", "", source, is_html=True)]
        assert " ".join(unknown) == foreign, name


def test_each_sample_renders_with_all_its_values() -> None:
    for name, source in samples().items():
        placeholders = find("", "", source, is_html=True)
        values = {item.name: f"value of {item.name}" for item in placeholders}
        draft = Draft(source=ContentSource.HTML, html=source, preheader="Hi", variables=values)

        rendered = render(draft)

        assert rendered.missing == frozenset(), name
        for item in placeholders:
            shown = rendered.html.count(f"value of {item.name}")
            assert shown >= len(item.uses), f"{item.name} in {name}"
            assert f"{{{{{item.name}}}}}" not in rendered.html
        assert _without_styles(source) == _without_styles(
            render(Draft(source=ContentSource.HTML, html=source)).html
        ), name


def _without_styles(html: str) -> str:
    """Leave everything but style attributes and style blocks, which inlining may change."""
    html = re.sub(r'\s*style="[^"]*"', "", html)
    return re.sub(r"(?s)(<style[^>]*>).*?(</style>)", r"\1\2", html)
