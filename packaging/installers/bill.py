"""The bill of materials beside each artefact: what is inside, in CycloneDX's form (version 1.6)."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from devtools.console import Stop

from installers.project import COMMAND, HOMEPAGE, NAME, commit_time, version
from migma_desktop.core.ingredients import Ingredient, Part, canonical

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, HOMEPAGE)


def write(
    artefact: Path, *, inside: Iterable[Ingredient], libraries: Iterable[Ingredient] = ()
) -> Path:
    """Write the bill of an artefact beside it and return its file.

    ``libraries`` are the packages that the artefact takes along from a Debian system.

    Raises:
        Stop: the bill isn't what CycloneDX's schema asks for.
    """
    with artefact.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    components = [_component(each) for each in inside]
    components += [_of_debian(each) for each in libraries]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(commit_time())),
            "component": {
                "type": "application",
                "bom-ref": COMMAND,
                "name": NAME,
                "version": version(),
                "licenses": [{"license": {"id": "MIT"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "properties": [{"name": "file", "value": artefact.name}],
            },
        },
        "components": components,
    }
    text = json.dumps(bill, indent=1) + "\n"
    _check(text)
    file = artefact.with_name(f"{artefact.name}.cdx.json")
    file.write_text(text, "utf-8")
    return file


def _component(each: Ingredient) -> dict[str, object]:
    is_library = not each.name.endswith(")") and each.name not in {"Python", "Qt"}
    address = f"pkg:pypi/{canonical(each.name)}@{each.version}"
    found: dict[str, object] = {
        "type": "library" if "(data)" not in each.name else "data",
        "bom-ref": address if is_library else each.name,
        "name": each.name,
        "licenses": [{"license": {"name": each.licence}}],
    }
    if each.version:
        found["version"] = each.version
    if is_library:
        found["purl"] = address
    if each.parts:
        found["components"] = [_part(part) for part in each.parts]
    return found


def _part(part: Part) -> dict[str, object]:
    return {
        "type": "library",
        "name": part.name,
        "version": part.version,
        "licenses": [{"license": {"name": part.licence}}],
        "purl": part.address,
    }


def _of_debian(each: Ingredient) -> dict[str, object]:
    address = f"pkg:deb/debian/{each.name}@{each.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": each.name,
        "version": each.version,
        "licenses": [{"license": {"name": each.licence}}],
        "purl": address.replace("+", "%2B"),
    }


def _check(text: str) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error is not None:
        raise Stop(f"The bill of materials is not valid: {error}")
