"""Device previews: from the request to the pictures' addresses, whatever shape they have.

Status comes in upper case from the SDK and in lower case from the documents; devices are objects in
the one and bare keys in the other; an older shape has ``previewData.previews[]`` (contract,
section 9).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from migma_desktop.api.envelope import Envelope
from migma_desktop.api.lenient import Fields, Unreadable
from migma_desktop.core.device_previews import Device, DevicePreview, DeviceShot, ShotState

PATH = "/v1/emails/previews"
DEVICES_PATH = "/v1/emails/devices/supported"
_STATES = {"SUCCESSFUL": ShotState.DONE, "COMPLETED": ShotState.DONE, "FAILED": ShotState.FAILED}
_CATEGORIES = ("desktop", "mobile", "web", "misc")


def encode_request(*, html: str, subject: str, devices: Sequence[str]) -> bytes:
    """Write the body of a request; without devices Migma chooses ten."""
    fields: dict[str, object] = {"html": html}
    if subject:
        fields["subject"] = subject
    if devices:
        fields["devices"] = list(devices)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def read_devices(answer: Envelope) -> tuple[Device, ...]:
    """Read what devices there are, each once."""
    data = Fields.strictly(answer.data, "data")
    rows = list(data.rows("devices"))
    if not rows:
        categories = data.part("categories")
        rows = [row for name in _CATEGORIES for row in categories.rows(name)]
    found = {row.text("key", "deviceKey"): row for row in rows}
    return tuple(
        Device(key, row.text("name", "deviceName") or key, row.text("category").upper())
        for key, row in found.items()
        if key
    )


def read_preview(answer: Envelope) -> DevicePreview:
    """Read how far a request is. Raises Unreadable where it can't be followed."""
    data = Fields.strictly(answer.data, "data")
    preview_id = data.text("previewId", "id", "_id")
    if not preview_id:
        raise Unreadable("the preview has no id")
    return DevicePreview(
        id=preview_id,
        status=data.text("status").upper() or "PROCESSING",
        shots=_shots(data),
        credits_charged=data.number("creditsCharged"),
    )


def read_credits(answer: Envelope) -> int | None:
    """Read how many credits are left this month; None where the answer doesn't say."""
    return Fields.strictly(answer.data, "data").number("monthlyCreditsRemaining")


def _shots(data: Fields) -> tuple[DeviceShot, ...]:
    rows = data.rows("devices") or data.part("previewData").rows("previews")
    if rows:
        return tuple(shot for row in rows if (shot := _shot(row)).key)
    return tuple(DeviceShot(key, key, ShotState.WORKING) for key in data.texts("devices"))


def _shot(row: Fields) -> DeviceShot:
    key = row.text("deviceKey", "key", "device")
    address = row.text("screenshotUrl", "imageUrl")
    state = _STATES.get(row.text("status").upper())
    if state is None:
        state = ShotState.DONE if address and not row.text("status") else ShotState.WORKING
    return DeviceShot(
        key=key,
        name=row.text("deviceName", "name") or key,
        state=state,
        category=row.text("category").upper(),
        address=address,
        small_address=row.text("thumbnailUrl", "fullThumbnailUrl") or address,
    )
