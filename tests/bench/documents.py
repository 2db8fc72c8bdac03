"""Emails of a given size to measure with: a heading on top, then table rows as emails have them."""

from __future__ import annotations

COLOUR = "#2d6cdf"

_ROW = (
    '<tr><td style="padding:8px 16px;font-family:Arial,sans-serif;font-size:14px;color:#333333">'
    "Item {number}: a thing that somebody ordered</td>"
    '<td style="padding:8px 16px;text-align:right">{number}.00</td></tr>\n'
)


def email(kilobytes: int, *, heading: str = "Thanks for your order") -> str:
    """Return an HTML email of about this size whose heading stands on a plain colour."""
    head = (
        f'<html><body style="margin:0;background:{COLOUR}">'
        f'<h1 id="heading" style="margin:0;padding:16px;color:#ffffff">{heading}</h1>'
        '<table width="600" align="center" style="background:#ffffff">\n'
    )
    rows, number = [], 0
    size = len(head)
    while size < kilobytes * 1024:
        number += 1
        rows.append(_ROW.format(number=number))
        size += len(rows[-1])
    return f"{head}{''.join(rows)}</table></body></html>"
