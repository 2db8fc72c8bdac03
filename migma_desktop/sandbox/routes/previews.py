"""``/v1/emails/previews``: an email on many devices, a device a moment after the other.

The pictures are drawings, carried in their addresses: the sandbox has no browser and no web server
to put them on. The devices are the usual ones; their keys have the shape that the contract shows.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.drawing import draw_email
from migma_desktop.sandbox.html_reading import read_page
from migma_desktop.sandbox.replies import Reply, invalid, not_found

CREDITS = 2  # for each request, whatever the number of devices
FIRST_SECONDS = 2.0  # until the first device is done
EACH_SECONDS = 0.8  # until the next one is
UNSUITED = "lotus-notes.desktop-windows"  # never succeeds, so that a failure can be practised

_SIZES = {"MOBILE": (320, 568), "DESKTOP": (640, 480), "WEB": (640, 480), "MISC": (640, 480)}


@dataclass(frozen=True, slots=True)
class Device:
    """A mail program on a device."""

    key: str
    name: str
    client: str
    os: str
    category: str
    is_usual: bool = False

    def listed(self) -> dict[str, object]:
        return {"key": self.key, "name": self.name, "category": self.category}


DEVICES = (
    Device("apple-mail.ios", "Apple Mail on iPhone", "Apple Mail", "iOS", "MOBILE", True),
    Device("gmail.ios", "Gmail on iPhone", "Gmail", "iOS", "MOBILE", True),
    Device("gmail.android", "Gmail on Android", "Gmail", "Android", "MOBILE", True),
    Device("outlook.ios", "Outlook on iPhone", "Outlook", "iOS", "MOBILE", True),
    Device("samsung-mail.android", "Samsung Mail", "Samsung Mail", "Android", "MOBILE"),
    Device("apple-mail.macos", "Apple Mail on Mac", "Apple Mail", "macOS", "DESKTOP", True),
    Device("outlook.desktop-windows", "Outlook on Windows", "Outlook", "Windows", "DESKTOP", True),
    Device("outlook.macos", "Outlook on Mac", "Outlook", "macOS", "DESKTOP", True),
    Device("thunderbird.desktop-windows", "Thunderbird", "Thunderbird", "Windows", "DESKTOP"),
    Device(UNSUITED, "Lotus Notes", "Lotus Notes", "Windows", "MISC"),
    Device("gmail.desktop-webmail", "Gmail in a browser", "Gmail", "Web", "WEB", True),
    Device("outlook.desktop-webmail", "Outlook in a browser", "Outlook", "Web", "WEB", True),
    Device("yahoo.desktop-webmail", "Yahoo in a browser", "Yahoo", "Web", "WEB", True),
)
_BY_KEY = {device.key: device for device in DEVICES}


@dataclass(frozen=True, slots=True)
class Preview:
    """One request, as it was made; how far it is, the clock tells."""

    id: str
    html: str
    subject: str
    name: str
    devices: tuple[Device, ...]
    created_at: datetime

    def done(self, now: datetime) -> int:
        """Count the devices that are through, well or not."""
        passed = (now - self.created_at).total_seconds()
        if passed < FIRST_SECONDS:
            return 0
        return min(len(self.devices), 1 + int((passed - FIRST_SECONDS) / EACH_SECONDS))

    def status(self, now: datetime) -> str:
        if self.done(now) < len(self.devices):
            return "PROCESSING"
        failed = sum(device.key == UNSUITED for device in self.devices)
        if not failed:
            return "COMPLETED"
        return "FAILED" if failed == len(self.devices) else "PARTIAL_SUCCESS"

    def metadata(self, now: datetime) -> dict[str, object]:
        through = self.devices[: self.done(now)]
        failed = sum(device.key == UNSUITED for device in through)
        return {
            "requestedDevices": len(self.devices),
            "completedDevices": len(through) - failed,
            "failedDevices": failed,
            "processingDevices": len(self.devices) - len(through),
            "estimatedCompletionTime": FIRST_SECONDS + EACH_SECONDS * (len(self.devices) - 1),
        }

    def wire(self, now: datetime) -> dict[str, object]:
        done = self.done(now)
        return {
            "previewId": self.id,
            "status": self.status(now),
            "name": self.name,
            "subject": self.subject,
            "devices": [
                self.device(device, is_done=number < done)
                for number, device in enumerate(self.devices)
            ],
            "metadata": self.metadata(now),
            "cached": False,
            "creditsCharged": CREDITS,
        }

    def device(self, device: Device, *, is_done: bool) -> dict[str, object]:
        is_well = is_done and device.key != UNSUITED
        picture = self._picture(device) if is_well else None
        return {
            "deviceKey": device.key,
            "deviceName": device.name,
            "client": device.client,
            "os": device.os,
            "category": device.category,
            "status": "SUCCESSFUL" if is_well else "FAILED" if is_done else "PROCESSING",
            "screenshotUrl": picture,
            "thumbnailUrl": picture,
            "fullThumbnailUrl": picture,
            "processingTime": EACH_SECONDS if is_done else None,
        }

    def _picture(self, device: Device) -> str:
        width, height = _SIZES[device.category]
        words = read_page(self.html).words
        drawn = draw_email(words, self.subject, width=width, height=height)
        return f"data:image/png;base64,{b64encode(drawn).decode()}"


def supported_devices(_call: Call) -> Reply:
    by_category = {
        category: [device.listed() for device in DEVICES if device.category == category.upper()]
        for category in ("desktop", "mobile", "web", "misc")
    }
    return Reply(
        {
            "total": len(DEVICES),
            "categories": by_category,
            "devices": [device.listed() for device in DEVICES],
        }
    )


def create_preview(call: Call) -> Reply:
    html = call.body.needed_text("html")
    subject = call.body.text("subject")
    name = call.body.text("name")
    preview = Preview(
        id=call.account.new_id("preview"),
        html=html,
        subject="Email Preview" if subject is None else subject,
        name=name or "",
        devices=_wanted(call.body.texts("devices")),
        created_at=call.now,
    )
    call.account.previews[preview.id] = preview
    return Reply(preview.wire(call.now))


def get_preview(call: Call) -> Reply:
    return Reply(_preview(call).wire(call.now))


def preview_status(call: Call) -> Reply:
    preview = _preview(call)
    return Reply(
        {
            "previewId": preview.id,
            "status": preview.status(call.now),
            "metadata": preview.metadata(call.now),
        }
    )


def preview_device(call: Call) -> Reply:
    preview = _preview(call)
    for number, device in enumerate(preview.devices):
        if device.key == call.path["deviceKey"]:
            is_done = number < preview.done(call.now)
            return Reply({"device": preview.device(device, is_done=is_done)})
    raise not_found("Device")


def _wanted(keys: list[str] | None) -> tuple[Device, ...]:
    if keys is None:
        return tuple(device for device in DEVICES if device.is_usual)
    if not keys:
        raise invalid("devices must name at least one device")
    if unknown := [key for key in keys if key not in _BY_KEY]:
        raise invalid(f"devices must be keys of supported devices, not {unknown[0][:80]!r}")
    return tuple(_BY_KEY[key] for key in dict.fromkeys(keys))


def _preview(call: Call) -> Preview:
    found = call.account.previews.get(call.path["previewId"])
    if found is None:
        raise not_found("Preview")
    return found
