"""What an email may do in the preview: nothing, unless a field here says otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOTHING = "'none'"
_REMOTE = "http: https:"

# Comments, processing instructions and white space may stand before a doctype (HTML, 13.2.6.4.1).
_DOCTYPE = re.compile(
    r"\ufeff?(?:\s+|<!--.*?-->|<\?[^>]*>)*(<!doctype(?=[\s>])[^>]{0,500}>)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Lockdown:
    """The protections of the preview. The program never changes one; tests loosen each in turn
    to prove that they would notice.

    Remote pictures, fonts and styles are not a protection but the user's choice for each draft:
    see ``PreviewView.set_remote_allowed``.
    """

    allow_scripts: bool = False
    allow_any_request: bool = False
    allow_frames: bool = False
    allow_local_files: bool = False
    allow_navigation: bool = False
    allow_forms: bool = False
    allow_windows: bool = False
    allow_network_hints: bool = False

    def content_security_policy(self) -> str:
        """Return the policy of the shell document, a second wall behind the request interceptor.

        It names remote pictures, styles and fonts as allowed so that their requests reach the
        interceptor, which refuses them, counts them and lets the user decide.
        """
        if self.allow_any_request:
            return ""
        scripts = f"'unsafe-inline' {_REMOTE}" if self.allow_scripts else _NOTHING
        frames = f"{_REMOTE} data: file:" if self.allow_frames else _NOTHING
        local = " file:" if self.allow_local_files else ""
        forms = _REMOTE if self.allow_forms else _NOTHING
        return "; ".join(
            (
                f"default-src {_NOTHING}",
                f"img-src data: {_REMOTE}{local}",
                f"style-src 'unsafe-inline' data: {_REMOTE}",
                f"font-src data: {_REMOTE}",
                f"script-src {scripts}",
                f"frame-src {frames}",
                f"form-action {forms}",
                f"base-uri {_NOTHING}",
            )
        )


def doctype_of(html: str) -> str:
    """Return the document's doctype as written, or an empty text: it decides the browser's mode."""
    found = _DOCTYPE.match(html)
    return found[1] if found else ""


def shell(doctype: str, lockdown: Lockdown) -> str:
    """Return the empty document into which emails are patched.

    A policy set by a document stays in force when its element is patched away, so every email is
    held by it without carrying it.
    """
    policy = lockdown.content_security_policy()
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    return f"{doctype}<html><head>{meta}</head><body></body></html>"
