"""What must be said to the browser engine before it starts: once, at the start of the process."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

# Qt's own remarks while the engine looks for a graphics card that it has been told not to use.
# They are logged as warnings and mean nothing to a reader of our log.
ENGINE_REMARKS = (
    r"QRhiGles2: Failed to create (temporary )?context",
    r"Failed to create RHI for backend",
    r"GPUInfo not initialized on GpuInfoUpdate",
    r"Sandboxing disabled by user\.",
    r"QXcbIntegration: Cannot create platform (OpenGL context|offscreen surface)",
    r"This plugin does not support ",  # the offscreen one, and what no screen needs
)


_OVERLAY_SCROLL_BARS = "--enable-features=FluentOverlayScrollbar,FluentScrollbar"


def prepare_environment(environment: MutableMapping[str, str] | None = None) -> None:
    """Set the engine's switches; call it before QApplication is made.

    - Everything is painted by the processor. An email is a still page, which needs no graphics
      card, and the program then needs some 60 MB less, shows its first preview sooner, does not
      depend on drivers, and its window is not rebuilt in front of the user when the preview joins
      it. What the user has set is left alone.
    - Scroll bars lie over the email instead of beside it, so that a phone's 375 pixels are 375.
    - Chromium's sandbox stays on. It cannot start for root, so only then is it switched off.
    """
    env = os.environ if environment is None else environment
    env.setdefault("QT_QUICK_BACKEND", "software")
    if sys.platform.startswith("linux"):
        env.setdefault("QT_XCB_GL_INTEGRATION", "none")
    flags = env.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if "--enable-features" not in flags:
        env["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} {_OVERLAY_SCROLL_BARS}".strip()
    if _is_root():
        env.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
