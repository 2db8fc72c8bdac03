"""The design in values: the colours of both themes, the grid, the radii.

No widget names a colour; it asks for a meaning. The pairs that must be readable are checked in
``tests/ui/test_theme.py`` against WCAG 2.2 (text 4.5:1; edges of controls and focus 3:1).
"""

from __future__ import annotations

from typing import NamedTuple

SPACE = 8
"""One step of the grid, in device-independent pixels."""
SPACE_HALF = SPACE // 2
SPACE_2 = 2 * SPACE
SPACE_3 = 3 * SPACE
SPACE_4 = 4 * SPACE
SPACE_6 = 6 * SPACE

RADIUS = 6
"""Corner radius of controls."""
RADIUS_LARGE = 8
"""Corner radius of cards and banners."""

CONTROL_HEIGHT = 32
BAR_HEIGHT = 7 * SPACE
"""The bar at the top of the window."""
ICON_SIZE = 16
"""Icons beside text."""
ICON_SIZE_LARGE = 20
"""Icons that stand alone, as in a toolbar."""

FAST = 120
"""Length of an animation in milliseconds; longer ones make people wait."""


class Tokens(NamedTuple):
    """The colours of one theme by meaning, each as ``#rrggbb``.

    A named tuple, since a frozen dataclass of sixty fields takes 3 ms to make at every start.
    """

    is_dark: bool

    # Surfaces, from the furthest back to the nearest
    window: str
    surface: str
    surface_raised: str
    surface_sunken: str
    hover: str
    pressed: str
    tooltip: str
    on_tooltip: str

    # Lines
    border: str  # separates; carries no meaning
    border_button: str
    border_strong: str  # the edge that makes a field a field: 3:1
    scroll_handle: str

    # Writing
    text: str
    text_muted: str
    text_faint: str
    text_disabled: str

    # The one accent
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    accent_text: str
    focus_ring: str
    selection: str

    # What happened: writing and lines; a calm ground behind it; a solid fill
    danger: str
    danger_soft: str
    danger_fill: str
    danger_fill_hover: str
    danger_fill_pressed: str
    on_danger: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    info: str
    info_soft: str

    # The template editor
    editor_background: str
    editor_gutter_text: str
    editor_current_line: str
    editor_match: str
    editor_match_current: str
    syntax_tag: str
    syntax_attribute: str
    syntax_value: str
    syntax_comment: str
    syntax_entity: str
    syntax_heading: str
    syntax_emphasis: str
    syntax_link: str
    syntax_code: str
    syntax_mark: str  # Markdown's own signs: #, *, >, -
    placeholder: str
    placeholder_background: str
    placeholder_missing: str
    placeholder_missing_background: str


LIGHT = Tokens(
    is_dark=False,
    window="#f5f5f8",
    surface="#ffffff",
    surface_raised="#ffffff",
    surface_sunken="#eff0f4",
    hover="#eeeff3",
    pressed="#e3e4ea",
    tooltip="#24252d",
    on_tooltip="#f4f4f7",
    border="#e2e3e9",
    border_button="#cfd1da",
    border_strong="#898c99",
    scroll_handle="#adb0bc",
    text="#1b1c22",
    text_muted="#555864",
    text_faint="#676a77",
    text_disabled="#a4a7b2",
    accent="#5448d9",
    accent_hover="#493dc9",
    accent_pressed="#3d32b0",
    on_accent="#ffffff",
    accent_soft="#ecebfc",
    accent_text="#4a3fcb",
    focus_ring="#6f65ea",
    selection="#d3d0fa",
    danger="#bb2530",
    danger_soft="#fdebeb",
    danger_fill="#cb2f39",
    danger_fill_hover="#b92731",
    danger_fill_pressed="#a01f28",
    on_danger="#ffffff",
    warning="#8a5000",
    warning_soft="#fdf1d9",
    success="#17693f",
    success_soft="#e2f4ea",
    info="#1c5bb5",
    info_soft="#e6effc",
    editor_background="#ffffff",
    editor_gutter_text="#6b6e7b",
    editor_current_line="#f6f6fa",
    editor_match="#fbe7a6",
    editor_match_current="#f7c948",
    syntax_tag="#0f5fae",
    syntax_attribute="#7a4f01",
    syntax_value="#1d7044",
    syntax_comment="#6a6d7a",
    syntax_entity="#9c3587",
    syntax_heading="#3f34b8",
    syntax_emphasis="#1b1c22",
    syntax_link="#0f5fae",
    syntax_code="#1d7044",
    syntax_mark="#6a6d7a",
    placeholder="#4337c4",
    placeholder_background="#e6e4fc",
    placeholder_missing="#864a00",
    placeholder_missing_background="#fcecc8",
)

DARK = Tokens(
    is_dark=True,
    window="#131418",
    surface="#1a1b21",
    surface_raised="#23242c",
    surface_sunken="#0f1013",
    hover="#282a33",
    pressed="#32343f",
    tooltip="#32343f",
    on_tooltip="#f1f1f5",
    border="#2b2d36",
    border_button="#3b3e49",
    border_strong="#737683",
    scroll_handle="#565966",
    text="#ececf1",
    text_muted="#abaeba",
    text_faint="#9699a6",
    text_disabled="#5f626e",
    accent="#635ae0",
    accent_hover="#6d64e4",
    accent_pressed="#5248c8",
    on_accent="#ffffff",
    accent_soft="#29274d",
    accent_text="#aba6ff",
    focus_ring="#8b83f6",
    selection="#3d3a7c",
    danger="#ff8f8c",
    danger_soft="#3b1d21",
    danger_fill="#c93a43",
    danger_fill_hover="#d0404a",
    danger_fill_pressed="#b1313a",
    on_danger="#ffffff",
    warning="#f0b850",
    warning_soft="#352912",
    success="#62cd92",
    success_soft="#15301f",
    info="#86b7ff",
    info_soft="#182b46",
    editor_background="#1a1b21",
    editor_gutter_text="#8b8e9b",
    editor_current_line="#202128",
    editor_match="#4d4114",
    editor_match_current="#7a5f07",
    syntax_tag="#7cb8ff",
    syntax_attribute="#e2b86b",
    syntax_value="#86d6a5",
    syntax_comment="#9093a0",
    syntax_entity="#ee9fdb",
    syntax_heading="#b6b1ff",
    syntax_emphasis="#ececf1",
    syntax_link="#7cb8ff",
    syntax_code="#86d6a5",
    syntax_mark="#9093a0",
    placeholder="#c3bfff",
    placeholder_background="#322f5f",
    placeholder_missing="#f5c26a",
    placeholder_missing_background="#453413",
)
