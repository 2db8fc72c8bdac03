"""What is loaded once the first email is seen, and in which thread.

PySide6 makes the Python side of each of Qt's classes when somebody first asks for it, and two
threads that ask at once end the program: one start in ten did, on a busy machine. So no thread but
the GUI's imports what imports Qt, unless that one waits meanwhile. It does so in turns, with typing
between them; a thread loads the rest ahead, which is half of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

_PLAIN = (
    "asyncio",
    "tinycss2",
    "migma_desktop.core.batch_guard",
    "migma_desktop.core.belonging",
    "migma_desktop.core.checks.clients",
    "migma_desktop.core.checks.checked",
    "migma_desktop.core.claiming",
    "migma_desktop.core.completing",
    "migma_desktop.core.composing",
    "migma_desktop.core.field_shares",
    "migma_desktop.core.importing",
    "migma_desktop.core.insight",
    "migma_desktop.core.keys",
    "migma_desktop.core.mail_file",
    "migma_desktop.core.opening",
    "migma_desktop.core.reusing",
    "migma_desktop.core.sending",
    "migma_desktop.core.spelling.ports",
    "migma_desktop.core.stress_people",
    "migma_desktop.core.tested",
    "migma_desktop.core.text_diff",
    "migma_desktop.core.variables",
    "migma_desktop.logs",
    "migma_desktop.outside",
    "migma_desktop.practice",
    "migma_desktop.storage.archive",
    "migma_desktop.storage.draft_shelf",
    "migma_desktop.storage.list_cache",
    "migma_desktop.storage.own_templates",
    "migma_desktop.storage.own_words",
    "migma_desktop.storage.patient_keychain",
    "migma_desktop.storage.speller",
)
_TURNS = (
    "migma_desktop.ui.async_runtime",
    "migma_desktop.ui.controllers.account_controller",
    "migma_desktop.ui.controllers.send_controller",
    "migma_desktop.ui.controllers.body_controller",
    "migma_desktop.ui.widgets.recipient_box",
    "migma_desktop.ui.controllers.message_controller",
    "migma_desktop.ui.dialogs.drafts_dialog",
    "migma_desktop.ui.dialogs.versions_dialog",
    "migma_desktop.ui.controllers.keeping_desk",
    "migma_desktop.ui.controllers.history_controller",
    "migma_desktop.ui.dialogs.store_and_send",
    "migma_desktop.ui.controllers.outgoing_controller",
    "migma_desktop.ui.controllers.source_desk",
    "migma_desktop.ui.controllers.variables_controller",
    "migma_desktop.ui.account_desks",
    "migma_desktop.ui.controllers.domains_desk",
    "migma_desktop.ui.controllers.help_desk",
    "migma_desktop.ui.controllers.made_emails_desk",
    "migma_desktop.ui.controllers.people_desk",
    "migma_desktop.ui.controllers.places_desk",
    "migma_desktop.ui.controllers.spelling_desk",
    "migma_desktop.ui.controllers.viewing_desk",
    "migma_desktop.ui.desks",
    "migma_desktop.app",
)


def load_plain() -> None:
    """Import what knows nothing of Qt; any thread may do it."""
    for name in _PLAIN:
        import_module(name)


def load_in_turns() -> Iterator[None]:
    """Import the rest of the program; the GUI thread handles events between the turns."""
    for name in _TURNS:
        import_module(name)
        yield
