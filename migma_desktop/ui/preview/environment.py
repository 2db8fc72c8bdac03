"""What must be said to the browser engine before it starts: once, at the start of the process."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

# Qt's own remarks while the engine looks for a graphics card that it has been told not to use.
# They are logged as warnings and mean nothing to a reader of our log.
ENGINE_REMARKS = (
    r"QRhiGles2: Failed to create (temporary )?context",
    r"Failed to create RHI for backend",
    r"GPUInfo not initialized on GpuInfoUpdate",
    r"Sandboxing disabled by user\.",
    r"QXcbIntegration: Cannot create platform (OpenGL context|offscreen surface)",
    r"This plugin does not support ",  # the offscreen one, and what no screen needs
    r"(Failed to load vulkan|initInstance: No Vulkan|Failed to create platform Vulkan)",  # Wayland
    r"(Failed to load|Available) client buffer integration",
    r"Unable to detect GPU vendor for device",
    r"EGL: EGL_\w+ extension is not supported",
)


_NO_SANDBOX = "QTWEBENGINE_DISABLE_SANDBOX"
_OVERLAY_SCROLL_BARS = "--enable-features=FluentOverlayScrollbar,FluentScrollbar"


def prepare_environment(environment: MutableMapping[str, str] | None = None) -> None:
    """Set the engine's switches; call it before QApplication is made.

    - Everything is painted by the processor. An email is a still page, which needs no graphics
      card, and the program then needs some 60 MB less, shows its first preview sooner, does not
      depend on drivers, and its window is not rebuilt in front of the user when the preview joins
      it. What the user has set is left alone.
    - Scroll bars lie over the email instead of beside it, so that a phone's 375 pixels are 375.
    - Chromium's sandbox stays on where it can be. It cannot start for root, nor where the kernel
      lets nobody make the namespaces that it is built from: there the engine would end at once.
    """
    env = os.environ if environment is None else environment
    env.setdefault("QT_QUICK_BACKEND", "software")
    if sys.platform.startswith("linux"):
        env.setdefault("QT_XCB_GL_INTEGRATION", "none")
    flags = env.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if "--enable-features" not in flags:
        env["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} {_OVERLAY_SCROLL_BARS}".strip()
    if _is_root() or kernel_refuses_sandbox():
        env.setdefault(_NO_SANDBOX, "1")


def sandbox_is_off(environment: Mapping[str, str] | None = None) -> bool:
    """Tell whether the engine runs without its own sandbox; scripts are off all the same."""
    env = os.environ if environment is None else environment
    return env.get(_NO_SANDBOX, "") not in ("", "0")


def kernel_refuses_sandbox(root: Path = Path("/")) -> bool:
    """Tell whether Linux is set up so that a plain program can't make a user namespace.

    Three settings say so: Debian's old one, the limit of all kernels, and that of Ubuntu 23.10 and
    newer, which allows it to programs with a profile of AppArmor only. The Debian package brings
    one; an AppImage can't.
    """
    if not sys.platform.startswith("linux"):
        return False
    settings = root / "proc/sys"
    if _first_line(settings / "kernel/unprivileged_userns_clone") == "0":
        return True
    if _first_line(settings / "user/max_user_namespaces") == "0":
        return True
    if _first_line(settings / "kernel/apparmor_restrict_unprivileged_userns") != "1":
        return False
    return _first_line(root / "proc/self/attr/current") == "unconfined"


def _first_line(file: Path) -> str:
    """Return what the kernel says, or nothing where it doesn't know the setting."""
    try:
        return file.read_text("ascii", "replace").partition("\n")[0].strip("\0 ")
    except OSError:
        return ""


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
