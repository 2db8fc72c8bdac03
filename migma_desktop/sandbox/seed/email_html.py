"""Build the HTML of the practice emails: tables and inline styles, as emails need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How a brand's emails look."""

    brand: str
    line: str  # what stands below the name
    ink: str
    accent: str
    paper: str
    font: str
    address: str


FERN_LOOK = Look(
    brand="Fern &amp; Finch",
    line="Plants, pots and patient advice",
    ink="#22382d",
    accent="#2f6b4f",
    paper="#f4f1e8",
    font="Georgia, 'Times New Roman', serif",
    address="Fern &amp; Finch, 12 Orchard Lane, Bristol",
)
NORTHLIGHT_LOOK = Look(
    brand="Northlight Coffee",
    line="Roasted on Thursdays, drunk on Fridays",
    ink="#23324a",
    accent="#96590f",
    paper="#faf7f2",
    font="'Segoe UI', Helvetica, Arial, sans-serif",
    address="Northlight Coffee, Dock Street 4, Aarhus",
)


def page(look: Look, preheader: str, *blocks: str) -> str:
    """Return a whole email: hidden preheader, head, blocks, footer."""
    body = "\n".join(blocks)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{look.brand}</title>
</head>
<body style="margin:0;padding:0;background:{look.paper};">
<div style="display:none;max-height:0;overflow:hidden;">{preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" \
style="background:{look.paper};">
<tr><td align="center" style="padding:32px 12px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" \
style="width:100%;max-width:600px;background:#ffffff;border-radius:12px;">
<tr><td style="padding:32px 40px 0;font-family:{look.font};color:{look.accent};">
<div style="font-size:26px;line-height:32px;font-weight:bold;">{look.brand}</div>
<div style="font-size:14px;line-height:20px;color:#6f7570;">{look.line}</div>
</td></tr>
<tr><td style="padding:24px 40px 32px;font-family:{look.font};font-size:16px;\
line-height:26px;color:{look.ink};">
{body}
</td></tr>
</table>
<p style="margin:20px 0 0;font-family:{look.font};font-size:12px;line-height:18px;\
color:#6f7570;">{look.address}<br>
You get this email because you are a customer of ours.</p>
</td></tr>
</table>
</body>
</html>
"""


def heading(text: str) -> str:
    return f'<h1 style="margin:0 0 16px;font-size:24px;line-height:32px;">{text}</h1>'


def paragraph(text: str) -> str:
    return f'<p style="margin:0 0 16px;">{text}</p>'


def button(look: Look, text: str, link: str) -> str:
    return (
        '<p style="margin:24px 0;">'
        f'<a class="button" href="{link}" style="display:inline-block;padding:12px 28px;'
        f"background:{look.accent};color:#ffffff;text-decoration:none;border-radius:8px;"
        f'font-weight:bold;">{text}</a></p>'
    )


def note(look: Look, text: str) -> str:
    """A quiet box for what should not be overlooked."""
    return (
        f'<div style="margin:0 0 16px;padding:16px 20px;background:{look.paper};'
        f'border-left:4px solid {look.accent};">{text}</div>'
    )


def table(rows: Sequence[tuple[str, str]]) -> str:
    """Two columns: what, and how much or when."""
    lines = "\n".join(
        '<tr><td style="padding:8px 0;border-bottom:1px solid #e4e4de;">'
        f"{left}</td>"
        '<td align="right" style="padding:8px 0;border-bottom:1px solid #e4e4de;">'
        f"{right}</td></tr>"
        for left, right in rows
    )
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
        f'style="margin:0 0 16px;">\n{lines}\n</table>'
    )
