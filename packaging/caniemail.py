"""Refresh what the checks know of mail programs: ``resources/caniemail`` from the npm package.

    python packaging/caniemail.py                    fetch the newest package and write the files
    python packaging/caniemail.py caniemail-1.tgz    write them from a package that is there

It needs ``npm`` for the first.  The package carries the data of caniemail.com as JSON; of that, the
program keeps each feature's newest verdict by mail program, and how the feature is written.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from devtools.console import Stop, say, summary

_TO = Path(__file__).resolve().parents[1] / "resources" / "caniemail"
_PACKAGE = "caniemail"
_UNKNOWN = "u"

# Mail programs as people choose them. Outlook for Windows draws with Word, the others don't.
_SPLIT = {"outlook.windows": ("outlook-windows", "Outlook for Windows")}
_NAMES = {"yahoo": "Yahoo Mail", "thunderbird": "Thunderbird", "outlook": "Outlook (other)"}

# How features are written whose titles don't say so; the keys are those of core/checks/styles.py.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "amp": ("attribute amp4email", "attribute ⚡4email"),
    "bimi": (),
    "css-at-media-device-pixel-ratio": tuple(
        f"at-rule media -webkit-{edge}device-pixel-ratio" for edge in ("", "min-", "max-")
    ),
    "css-at-media-hover": ("at-rule media hover",),
    "css-at-media-orientation": ("at-rule media orientation",),
    "css-at-media-prefers-color-scheme": ("at-rule media prefers-color-scheme",),
    "css-at-media-prefers-reduced-motion": ("at-rule media prefers-reduced-motion",),
    "css-block-inline-size": ("property block-size",),
    "css-border-inline-block": ("property border-inline", "property border-block"),
    "css-border-inline-block-individual": tuple(
        f"property border-{axis}-{edge}"
        for axis in ("inline", "block")
        for edge in ("start", "end")
    ),
    "css-border-inline-block-longhand": tuple(
        f"property border-{axis}-{part}"
        for axis in ("inline", "block")
        for part in ("width", "style", "color")
    ),
    "css-border-radius-logical": tuple(
        f"property border-{one}-{two}-radius"
        for one in ("start", "end")
        for two in ("start", "end")
    ),
    "css-color-scheme": ("property color-scheme",),
    "css-column-layout-properties": tuple(
        f"property {name}"
        for name in ("columns", "column-fill", "column-rule", "column-span", "column-width")
    ),
    "css-comments": ("comment",),
    "css-display-flex": ("declaration display:flex", "declaration display:inline-flex"),
    "css-display-grid": ("declaration display:grid", "declaration display:inline-grid"),
    "css-display-none": ("declaration display:none",),
    "css-flex-direction": ("declaration flex-direction:column",),
    "css-flex-wrap": ("declaration flex-wrap:wrap",),
    "css-gap": ("property gap", "property column-gap", "property row-gap"),
    "css-grid-template": tuple(
        f"property grid-template{part}" for part in ("", "-areas", "-columns", "-rows")
    ),
    "css-important": ("keyword !important",),
    "css-intrinsic-size": ("keyword fit-content", "keyword min-content", "keyword max-content"),
    "css-left-right-top-bottom": tuple(
        f"property {edge}" for edge in ("left", "right", "top", "bottom")
    ),
    "css-margin-block-start-end": ("property margin-block-start", "property margin-block-end"),
    "css-margin-inline-block": ("property margin-inline", "property margin-block"),
    "css-margin-inline-start-end": ("property margin-inline-start", "property margin-inline-end"),
    "css-modern-color": tuple(f"function {name}" for name in ("lch", "oklch", "lab", "oklab")),
    "css-nesting": ("nesting",),
    "css-padding-block-start-end": ("property padding-block-start", "property padding-block-end"),
    "css-padding-inline-block": ("property padding-inline", "property padding-block"),
    "css-padding-inline-start-end": (
        "property padding-inline-start",
        "property padding-inline-end",
    ),
    "css-pseudo-class-lang": ("pseudo lang",),
    "css-scroll-snap": ("property scroll-snap-type", "property scroll-snap-align"),
    "css-sytem-ui": tuple(
        f"keyword {name}"
        for name in ("system-ui", "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace")
    ),
    "css-unit-calc": ("function calc",),
    "css-unit-initial": ("keyword initial",),
    "css-variables": ("function var",),
    "html-address": ("element address",),
    "html-anchor-links": ("link #",),
    "html-button-reset": ("control button:reset",),
    "html-button-submit": ("control button:submit",),
    "html-comments": (),
    "html-doctype": (),
    "html-h1-h6": tuple(f"element h{level}" for level in range(1, 7)),
    "html-image-maps": ("element map",),
    "html-lists": ("element ul", "element ol", "element dl"),
    "html-mailto-links": ("link mailto",),
    "html-meta-color-scheme": ("meta color-scheme",),
    "html-semantics": tuple(
        f"element {name}"
        for name in ("article", "aside", "details", "figcaption", "figure", "footer", "header",
                     "main", "mark", "nav", "section", "summary", "time")
    ),
    "html-srcset": ("attribute srcset", "attribute sizes"),
    "html-svg": ("element svg",),
    "image-apng": ("image apng",),
    "image-base64": ("image base64",),
    "image-heif": ("image heif", "image heic"),
    "image-jpg": ("image jpg", "image jpeg"),
    "image-tiff": ("image tiff", "image tif"),
}  # fmt: skip
_WORDS_BEHIND = (" shorthand", " property", " element", " attribute", " unit", " properties")


def trimmed(raw: dict[str, Any], *, version: str) -> dict[str, Any]:
    """Return what the program keeps of the package's data."""
    names = _clients(raw["data"])
    features = {
        feature["slug"]: {
            "title": feature["title"].strip(),
            "uses": list(uses),
            "support": "".join(_newest(feature["stats"], name) for name in names),
        }
        for feature in raw["data"]
        if (uses := written_as(feature["slug"], feature["title"]))
    }
    return {
        "source": f"npm {_PACKAGE} {version}, data of caniemail.com",
        "version": version,
        "updated": raw["last_update_date"][:10],
        "families": _families(names, raw["nicenames"]["family"]),
        "clients": names,
        "features": features,
    }


def written_as(slug: str, title: str) -> tuple[str, ...]:
    """Return the ways in which a feature shows in HTML or CSS; none: it doesn't."""
    if slug in _WRITTEN:
        return _WRITTEN[slug]
    title = title.strip()
    kind, _, rest = slug.partition("-")
    if title.startswith("@"):
        written = f"at-rule {title[1:]}"
    elif title.startswith(":"):
        written = f"pseudo {title.strip(':').removesuffix('()')}"
    elif title.endswith("()"):
        written = f"function {title[:-2]}"
    elif rest.startswith("selector-"):
        written = f"selector {rest.removeprefix('selector-')}"
    elif rest.startswith("input-"):
        written = f"control input:{rest.removeprefix('input-')}"
    elif kind == "image":
        written = f"image {rest}"
    else:
        written = _by_title(kind, title)
    return (written,)


def _by_title(kind: str, title: str) -> str:
    bare = title
    for word in _WORDS_BEHIND:
        bare = bare.removesuffix(word)
    if kind == "html":
        what = "attribute" if title.endswith("attribute") else "element"
        return f"{what} {bare.strip('<>')}"
    return f"unit {bare}" if title.endswith(" unit") else f"property {bare}"


def _clients(features: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(
        {
            f"{family}.{platform}"
            for feature in features
            for family, platforms in feature["stats"].items()
            for platform in platforms
        }
    )


def _newest(stats: dict[str, Any], client: str) -> str:
    """Return the newest verdict: y, a (partly), n, or u when nobody tested it.

    The data lists versions from old to new; sorting them as texts would put "16.80" first.
    """
    family, _, platform = client.partition(".")
    verdicts = stats.get(family, {}).get(platform, {})
    newest = list(verdicts.values())[-1] if verdicts else _UNKNOWN
    return str(newest)[:1]


def _families(clients: list[str], names: dict[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for place, client in enumerate(clients):
        family = client.partition(".")[0]
        key, name = _SPLIT.get(client, (family, _NAMES.get(family, names[family])))
        found.setdefault(key, {"name": name, "clients": []})["clients"].append(place)
    return found


def _fetch(folder: Path) -> Path:
    command = ["npm", "pack", _PACKAGE, "--silent"]
    try:
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stop(f"npm could not fetch the package: {error}") from error
    return folder / done.stdout.split()[-1]


def _write(package: Path) -> str:
    with tarfile.open(fileobj=io.BytesIO(package.read_bytes())) as files:
        version = json.loads(_member(files, "package.json"))["version"]
        raw = json.loads(_member(files, "data/caniemail.json"))
        licence = _member(files, "LICENSE")
    _TO.mkdir(parents=True, exist_ok=True)
    kept = trimmed(raw, version=version)
    lines = json.dumps(kept, ensure_ascii=False, indent=0, separators=(",", ":"))
    (_TO / "support.json").write_text(lines + "\n", "utf-8", newline="\n")
    (_TO / "LICENSE").write_text(licence, "utf-8", newline="\n")
    return f"{len(kept['features'])} features of {version}"


def _member(files: tarfile.TarFile, name: str) -> str:
    member = files.extractfile(f"package/{name}")
    if member is None:
        raise Stop(f"The package has no {name}.")
    return member.read().decode("utf-8")


def main() -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Refresh resources/caniemail.")
    parser.add_argument("package", nargs="?", type=Path, help="a package that is there already")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            written = _write(options.package or _fetch(Path(folder)))
    except Stop as stop:
        say(str(stop))
        return 1
    summary(f"caniemail: {written}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
