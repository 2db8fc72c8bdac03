"""The desks: the logic behind each part of the window.

``app.py`` builds what they work with and on; here each is put between that and its part.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard

from migma_desktop.core.rendering import render
from migma_desktop.ui.account_desks import AccountDesks
from migma_desktop.ui.controllers.badge_controller import BadgeController
from migma_desktop.ui.controllers.body_controller import BodyController
from migma_desktop.ui.controllers.catalog_controller import CatalogController
from migma_desktop.ui.controllers.checks_desk import ChecksDesk
from migma_desktop.ui.controllers.domains_desk import DomainsDesk
from migma_desktop.ui.controllers.fault_teller import FaultTeller
from migma_desktop.ui.controllers.gallery_controller import GalleryController
from migma_desktop.ui.controllers.help_desk import HelpDesk
from migma_desktop.ui.controllers.history_controller import HistoryController
from migma_desktop.ui.controllers.history_orders import HistoryOrders
from migma_desktop.ui.controllers.insight_controller import InsightController
from migma_desktop.ui.controllers.keeping_desk import KeepingDesk
from migma_desktop.ui.controllers.made_emails_desk import MadeEmailsDesk
from migma_desktop.ui.controllers.message_controller import MessageController
from migma_desktop.ui.controllers.network_watch import NetworkWatch
from migma_desktop.ui.controllers.outgoing_controller import OutgoingController
from migma_desktop.ui.controllers.paste_controller import PasteController
from migma_desktop.ui.controllers.people_controller import PeopleController
from migma_desktop.ui.controllers.people_desk import PeopleDesk
from migma_desktop.ui.controllers.people_finder import PeopleFinder
from migma_desktop.ui.controllers.places_desk import PlacesDesk
from migma_desktop.ui.controllers.preview_controller import PreviewController
from migma_desktop.ui.controllers.shell_controller import ShellController
from migma_desktop.ui.controllers.source_desk import SourceDesk
from migma_desktop.ui.controllers.spelling_desk import SpellingDesk
from migma_desktop.ui.controllers.undo_controller import UndoController
from migma_desktop.ui.controllers.variables_controller import VariablesController
from migma_desktop.ui.controllers.viewing_desk import ViewingDesk
from migma_desktop.ui.controllers.ways_controller import WaysController
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.main_window import MainWindow
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.works import Records, Works

if TYPE_CHECKING:
    from migma_desktop.core.domains.published import LookAtDns


class Desks:
    """All of them. Those that the program itself speaks to have names."""

    def __init__(
        self,
        *,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        clipboard: QClipboard,
        works: Works,
        records: Records,
        counts_down: Callable[[str], bool],
        lay_aside: Callable[[], None],
        try_all_now: Callable[[], None],
        look_at_dns: LookAtDns,
        base_url: Callable[[], str],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        parent: QObject,
    ) -> None:
        self.message = MessageController(
            runtime=works.runtime,
            panel=window.message_panel,
            drafts=works.drafts,
            account=works.account,
            content=works.content,
            belonging=works.belonging,
            parent=parent,
        )
        made_emails = MadeEmailsDesk(
            runtime=works.runtime,
            window=window,
            drafts=works.drafts,
            account=works.account,
            content=works.content,
            shelf=records.shelf,
            pictures=records.email_pictures,
            parent=parent,
        )
        self.insight = InsightController(
            runtime=works.runtime,
            box=window.message_panel.recipient_box,
            drafts=works.drafts,
            account=works.account,
            belonging=works.belonging,
            parent=parent,
        )
        finder = PeopleFinder(
            runtime=works.runtime,
            box=window.message_panel.recipient_box,
            drafts=works.drafts,
            account=works.account,
            kept=records.lists,
            now=now,
            parent=parent,
        )
        works.profiles.removed.connect(
            lambda profile, _is_key_gone: finder.forget_account(profile.id)
        )
        works.profiles.removed.connect(
            lambda profile, _is_key_gone: made_emails.forget_account(profile.id)
        )
        self.body = BodyController(
            runtime=works.runtime,
            pane=window.editor_pane,
            drafts=works.drafts,
            parent=parent,
        )
        ways = WaysController(
            runtime=works.runtime,
            window=window,
            icons=icons,
            drafts=works.drafts,
            show=self.body.show_text,
            parent=parent,
        )
        catalogs = CatalogController(
            runtime=works.runtime, account=works.account, drafts=works.drafts, parent=parent
        )
        works.reviews.go_by(catalogs.of)
        catalogs.changed.connect(works.reviews.review_soon)
        pasting = PasteController(
            runtime=works.runtime, window=window, drafts=works.drafts, parent=parent
        )
        preview = PreviewController(
            pane=window.preview_pane,
            drafts=works.drafts,
            content=works.content,
            renders=works.renders,
            settings=works.settings,
            parent=parent,
        )
        variables = VariablesController(
            panel=window.variables_panel,
            editor=window.editor_pane,
            drafts=works.drafts,
            renders=works.renders,
            catalogs=catalogs,
            parent=parent,
        )
        self.people = PeopleController(
            window=window,
            icons=icons,
            drafts=works.drafts,
            content=works.content,
            renders=works.renders,
            parent=parent,
        )
        self.shell = ShellController(
            window=window,
            theme=theme,
            drafts=works.drafts,
            settings=works.settings,
            parent=parent,
        )
        self.keeping = KeepingDesk(
            runtime=works.runtime,
            window=window,
            icons=icons,
            shell=self.shell,
            drafts=works.drafts,
            body=self.body,
            sends=works.sends,
            settings=works.settings,
            store=records.drafts,
            shelf=records.shelf,
            render=render,
            parent=parent,
        )
        self.gallery = GalleryController(
            runtime=works.runtime,
            window=window,
            icons=icons,
            drafts=works.drafts,
            shelf=records.templates,
            pictures=records.pictures,
            new_id=new_id,
            parent=parent,
        )
        self.viewing = ViewingDesk(
            runtime=works.runtime,
            window=window,
            icons=icons,
            drafts=works.drafts,
            renders=works.renders,
            settings=works.settings,
            account=works.account,
            gate=works.gate,
            save=records.archive.save,
            pages=records.pages,
            parent=parent,
        )
        self.domains = DomainsDesk(
            runtime=works.runtime,
            window=window,
            icons=icons,
            account=works.account,
            drafts=works.drafts,
            sends=works.sends,
            settings=works.settings,
            look_at_dns=look_at_dns,
            write_file=records.archive.save,
            now=now,
            new_id=new_id,
            parent=parent,
        )
        self.viewing.trouble.connect(self.shell.show_error)
        made_emails.trouble.connect(self.shell.show_error)
        self.viewing.test_wanted.connect(works.sends.request_test)
        self.outgoing = OutgoingController(
            window=window,
            icons=icons,
            drafts=works.drafts,
            sends=works.sends,
            storing=works.storing,
            reviews=works.reviews,
            account=works.account,
            settings=works.settings,
            catalogs=catalogs,
            note=self.insight.note,
            parent=parent,
        )
        self.outgoing.field_wanted.connect(self.shell.focus_field)
        self.history = HistoryController(
            runtime=works.runtime,
            panel=window.log_panel,
            archive=records.archive,
            settings=works.settings,
            now=now,
            parent=parent,
        )
        self.history.loaded.connect(self.outgoing.know)
        orders = HistoryOrders(
            runtime=works.runtime,
            window=window,
            icons=icons,
            history=self.history,
            archive=records.archive,
            drafts=works.drafts,
            settings=works.settings,
            base_url=base_url,
            parent=parent,
        )
        orders.trouble.connect(self.shell.show_error)
        for forget in (
            finder.forget_everybody,
            made_emails.forget_everybody,
            self.gallery.forget_everybody,
        ):
            orders.person_forgotten.connect(forget)
        self.samples = PeopleDesk(
            runtime=works.runtime,
            window=window,
            icons=icons,
            people=self.people,
            drafts=works.drafts,
            renders=works.renders,
            account=works.account,
            settings=works.settings,
            parent=parent,
        )
        undo = UndoController(
            runtime=works.runtime,
            window=window,
            drafts=works.drafts,
            sends=works.sends,
            account=works.account,
            settings=works.settings,
            counts_down=counts_down,
            lay_aside=lay_aside,
            parent=parent,
        )
        checks = ChecksDesk(
            runtime=works.runtime,
            window=window,
            drafts=works.drafts,
            reviews=works.reviews,
            settings=works.settings,
            parent=parent,
        )
        source = SourceDesk(
            runtime=works.runtime, window=window, settings=works.settings, parent=parent
        )
        self.spelling = SpellingDesk(
            runtime=works.runtime,
            window=window,
            drafts=works.drafts,
            reviews=works.reviews,
            settings=works.settings,
            speller=records.speller,
            words=records.words,
            parent=parent,
        )
        self.spelling.trouble.connect(self.shell.show_error)
        accounts = AccountDesks(
            window=window,
            icons=icons,
            clipboard=clipboard,
            works=works,
            records=records,
            parent=parent,
        )
        self.outgoing.safety_wanted.connect(accounts.show_safety)
        self.outgoing.accounts_wanted.connect(accounts.show_all)
        self.help = HelpDesk(
            runtime=works.runtime,
            window=window,
            icons=icons,
            theme=theme,
            inbox=records.inbox,
            parent=parent,
        )
        preview.link_refused.connect(self.help.tell_link_refused)
        variables.pasted.connect(self.help.tell_pasted)
        self.shell.inbox_wanted.connect(self.help.show_inbox)
        self.shell.about_wanted.connect(self.help.show_about)
        faults = FaultTeller(
            editor=window.editor_pane,
            preview=window.preview_pane,
            renders=works.renders,
            parent=parent,
        )
        tested = BadgeController(
            runtime=works.runtime,
            window=window,
            icons=icons,
            drafts=works.drafts,
            renders=works.renders,
            reviews=works.reviews,
            sends=works.sends,
            gate=works.gate,
            parent=parent,
        )
        places = PlacesDesk(
            runtime=works.runtime,
            window=window,
            theme=theme,
            drafts=works.drafts,
            renders=works.renders,
            parent=parent,
        )
        tested.both_wanted.connect(self.viewing.show_comparison)
        network = NetworkWatch(sends=works.sends, came_back=try_all_now, parent=parent)
        self._others = (
            preview,
            variables,
            checks,
            source,
            accounts,
            orders,
            undo,
            tested,
            places,
            network,
            faults,
            ways,
            pasting,
            finder,
            made_emails,
        )
