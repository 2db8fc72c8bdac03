"""The composition root: builds the program's parts, wires them, runs them, closes them.

Nothing else sees all of core, api, storage, sandbox and ui. The order of ``App.__init__`` is the
order in which the parts depend on each other; reading it is reading the program.
"""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from migma_desktop import __version__, logs, outside
from migma_desktop.commandline import Options
from migma_desktop.core.batch_guard import lock_refusal
from migma_desktop.core.belonging import account_of
from migma_desktop.core.claiming import ClaimDesk
from migma_desktop.core.errors import KnownError
from migma_desktop.core.importing import Importer
from migma_desktop.core.mailto import is_mailto, read_mailto
from migma_desktop.core.models import Domain, KeyKind, Profile, Send
from migma_desktop.core.ports import Keychain, Mailer
from migma_desktop.core.sending import SendingService
from migma_desktop.core.templates import load_template
from migma_desktop.first_light import FirstLight
from migma_desktop.handover import address, is_same_profile
from migma_desktop.practice import Practice
from migma_desktop.storage.archive import Archive
from migma_desktop.storage.dictionaries import DictionaryFolders
from migma_desktop.storage.draft_shelf import DraftShelf
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.keychain import KeyringKeychain
from migma_desktop.storage.list_cache import ListCache
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.storage.own_templates import OwnTemplateStore
from migma_desktop.storage.own_words import OwnWordsFile
from migma_desktop.storage.owner_marks import OwnerMarks
from migma_desktop.storage.patient_keychain import PatientKeychain
from migma_desktop.storage.speller import Speller
from migma_desktop.ui.application import Application, Owner, opens_files, soon
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.batch_gate import BatchGate
from migma_desktop.ui.controllers.belonging_controller import BelongingController
from migma_desktop.ui.controllers.claim_controller import ClaimController
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.doorbell import Doorbell
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.profile_controller import ProfileController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.review_controller import ReviewController
from migma_desktop.ui.controllers.send_controller import SendController
from migma_desktop.ui.controllers.settings_controller import SettingsController
from migma_desktop.ui.controllers.storing_controller import StoringController
from migma_desktop.ui.crash import CrashReporter
from migma_desktop.ui.desks import Desks
from migma_desktop.ui.works import Records, Works

if TYPE_CHECKING:
    from migma_desktop.core.domains.published import DnsLook

_log = logging.getLogger(__name__)

_SAMPLE = "welcome"  # the template that a first start shows
_SAMPLE_RECIPIENT = "maya@example.com"  # a reserved domain: the sample is ready to send


class App(Owner):
    """The program, built and wired. ``start`` shows it, ``close`` ends it.

    Keys are kept in ``keychain``: the system's keyring unless somebody brings another. ``first``
    is the window that already takes typing; without it, one is made.
    """

    def __init__(
        self,
        *,
        application: Application,
        options: Options,
        keychain: Keychain | None = None,
        first: FirstLight | None = None,
    ) -> None:
        super().__init__()
        first = first or FirstLight(application=application, options=options)
        first.furnish()
        self._options = options
        self._sample_id = ""  # of the draft that a first start shows

        # What everything stands on
        self.redactor = logs.Redactor()
        self._log_handlers = logs.start_log(first.folders.logs, redactor=self.redactor)
        self.crash = CrashReporter(redact=self.redactor.clean, parent=self)
        self.runtime = AsyncRuntime(application=application)
        self.runtime.bug.connect(self.crash.report)

        # What first light has opened already
        self.window, self.theme, self.icons = first.window, first.theme, first.icons
        self.database = first.database
        self.send_log = SqliteSendLog(database=self.database)
        self._marks = OwnerMarks(first.folders.data / "running")
        self.settings = SettingsController(
            runtime=self.runtime,
            store=first.settings_file,
            settings=first.settings,
            profiles=first.profiles,
            parent=self,
        )
        self._first = first

        # The account
        self.practice = Practice(folder=first.folders.data / "practice")
        self.kept_lists = ListCache(path=first.folders.cache / "lists.db", now=_now)
        self.account = AccountController(
            runtime=self.runtime,
            connect=self._connect_to_migma,
            kept=self.kept_lists,
            now=_now,
            parent=self,
        )
        self.runtime.at_shutdown(self.account.aclose)
        self.profiles = ProfileController(
            runtime=self.runtime,
            account=self.account,
            settings=self.settings,
            keys=PatientKeychain(keychain or KeyringKeychain()),
            new_id=_new_id,
            parent=self,
        )

        # The email
        self.draft_store = DraftStore(database=self.database, now=_now)
        self.archive = Archive(database=self.database, drafts=self.draft_store, now=_now)
        self.drafts = DraftController(
            runtime=self.runtime,
            store=self.draft_store,
            new_id=_new_id,
            profile_of=self._account_of_draft,
            parent=self,
        )
        self.belonging = BelongingController(
            drafts=self.drafts, account=self.account, settings=self.settings, parent=self
        )
        self.content = ContentController(
            runtime=self.runtime, account=self.account, kept=self.kept_lists, parent=self
        )
        self.renders = RenderController(runtime=self.runtime, render=first.renderer, parent=self)
        self.reviews = ReviewController(
            runtime=self.runtime,
            drafts=self.drafts,
            renders=self.renders,
            account=self.account,
            settings=self.settings,
            parent=self,
        )

        # The way out
        self.sending = SendingService(
            mailer=self.account.mailer_for,
            log=self.send_log,
            owners=self._marks,
            now=_now,
            changed=self._on_send_changed,
            run_blocking=self.runtime.in_thread,
            key_mark=self.account.key_mark,
            permit=self._permit,
        )
        self.settings.profiles_changed.connect(self.sending.try_all_now)
        self.gate = BatchGate(
            runtime=self.runtime, mailer=self.account.mailer_for, log=self.send_log
        )
        self.sends = SendController(
            runtime=self.runtime,
            account=self.account,
            drafts=self.drafts,
            content=self.content,
            renders=self.renders,
            sending=self.sending,
            encode=outside.encode,
            undo_seconds=lambda: self.settings.settings.undo_seconds,
            gate=self.gate,
            belonging=self.belonging,
            parent=self,
        )
        self.storing = StoringController(
            runtime=self.runtime,
            account=self.account,
            sends=self.sends,
            importer=Importer(mailer=self.account.mailer_for),
            log=self.send_log,
            new_id=_new_id,
            parent=self,
        )

        # The logic between the window's parts and all of the above
        self.desks = Desks(
            window=self.window,
            theme=self.theme,
            icons=self.icons,
            clipboard=application.clipboard(),
            works=Works(
                runtime=self.runtime,
                settings=self.settings,
                account=self.account,
                profiles=self.profiles,
                claims=ClaimController(
                    runtime=self.runtime, make_desk=self._open_claims, parent=self
                ),
                drafts=self.drafts,
                belonging=self.belonging,
                content=self.content,
                renders=self.renders,
                reviews=self.reviews,
                gate=self.gate,
                sends=self.sends,
                storing=self.storing,
            ),
            records=Records(
                archive=self.archive,
                drafts=self.draft_store,
                shelf=DraftShelf(database=self.database, now=_now, new_id=_new_id),
                inbox=self.practice.inbox,
                templates=OwnTemplateStore(database=self.database, now=_now),
                lists=self.kept_lists,
                pictures=self._first.folders.cache / "templates",
                email_pictures=self._first.folders.cache / "emails",
                speller=Speller(
                    dictionaries=DictionaryFolders(own=first.folders.data / "dictionaries")
                ),
                words=OwnWordsFile(first.folders.data / "words.json", now=_now),
                read_profiles=outside.read_profiles,
                write_profiles=outside.write_profiles,
                pages=self._first.folders.cache / "pages",
            ),
            counts_down=self.sending.counts_down,
            lay_aside=self.sending.lay_aside,
            try_all_now=self.sending.try_all_now,
            look_at_dns=_look_at_dns,
            base_url=outside.base_url,
            now=_now,
            new_id=_new_id,
            parent=self,
        )
        data = first.folders.data
        self.doorbell = Doorbell(
            window=self.window, address=address(data), is_meant=partial(is_same_profile, data)
        )
        self.doorbell.open_wanted.connect(self._open)
        opens_files(application, self.doorbell.take)
        self.crash.reported.connect(self.desks.help.show_crash)
        self.runtime.known_error.connect(self.desks.shell.show_error)
        self.sends.trouble.connect(self.desks.shell.show_error)
        self.account.profile_changed.connect(self._on_profile_changed)
        self.window.closing.connect(self._on_closing)

    def start(self) -> None:
        """Show the window with the last draft; the rest comes once it takes typing."""
        self._show_first_draft()
        self._first.show()
        soon(self._on_window_takes_typing)

    def close(self) -> None:
        """End what is under way, keep what was typed, and let go of everything."""
        self.doorbell.close()
        self.drafts.save_now()
        self.desks.keeping.end()
        self.desks.viewing.end()
        self.settings.save_now()
        self.runtime.shutdown()
        self.archive.close()
        self.kept_lists.close()
        self._marks.release()
        try:
            self.database.close()
        except KnownError as error:  # the window is gone: the log is the last place to say it
            _log.error("%s: %s", error.title, error.details)
        logs.stop_log(self._log_handlers)

    def _show_first_draft(self) -> None:
        kept = self._first.kept
        if kept is not None:
            self.drafts.restore(kept, shown=self._first.as_typed(kept.draft))
        else:
            self._sample_id = self.drafts.start_new(load_template(_SAMPLE).draft()).id

    def _on_window_takes_typing(self) -> None:
        self.window.preview_pane.start_web_view()
        for notice in self._first.notices:
            self.desks.help.show_notice(notice)
        self.desks.history.load()
        self.profiles.start(sandbox=self._options.sandbox)
        self.sends.take_up_orphans()
        self.desks.keeping.begin()
        if self._options.open is not None:
            self._open(self._options.open)
        if self._options.tour_dir is None and not self._options.sandbox:
            self.doorbell.listen()

    def _open(self, what: str) -> None:
        if not is_mailto(what):
            self.desks.body.open_file(Path(what))
            return
        link = read_mailto(what)
        self.drafts.start_new(link.draft)
        self.desks.help.tell_left_out(link.left_out)

    async def _connect_to_migma(self, profile: Profile, key: str) -> Mailer:
        """Make the client of an account. The libraries load beside the GUI thread."""
        if profile.kind is KeyKind.SANDBOX:
            return await self.runtime.in_thread(self.practice.connect, version=__version__)
        self.redactor.add(key)
        return await self.runtime.in_thread(outside.client, key)

    async def _open_claims(self) -> ClaimDesk:
        return await self.runtime.in_thread(outside.claims)

    def _account_of_draft(self, profile_id: str) -> str:
        return account_of(profile_id, self.account.profile_id, self.settings.profile)

    def _permit(self, send: Send) -> None:
        """Refuse what is on its way already when its account was locked to tests meanwhile."""
        profile = self.settings.profile(send.profile_id)
        lock = None if send.is_test or profile is None else lock_refusal(profile)
        if lock is not None:
            raise lock

    def _on_profile_changed(self, profile: Profile | None) -> None:
        if profile is None:
            return
        self.sending.try_all_now()
        self.desks.shell.offer_inbox(profile.kind is KeyKind.SANDBOX)
        if profile.kind is KeyKind.SANDBOX and self.drafts.draft.id == self._sample_id:
            self.drafts.address_sample(_SAMPLE_RECIPIENT)

    def _on_send_changed(self, send: Send) -> None:
        self.sends.changed.emit(send)

    def _on_closing(self) -> None:
        self.runtime.stop()


def use(app: App, options: Options) -> int:
    """Run the program that ``launch`` has built, and return its exit code."""
    app.crash.install()
    app.start()
    try:
        return _tour(app, options.tour_dir) if options.tour_dir is not None else _work(app)
    finally:
        app.close()


def _work(app: App) -> int:
    app.runtime.run()
    return 0


def _tour(app: App, pictures: Path) -> int:
    from migma_desktop.tour import take_tour

    pictures.mkdir(parents=True, exist_ok=True)
    return app.runtime.run_until_complete(take_tour(app, pictures))


def _look_at_dns(domain: Domain, public: bool) -> DnsLook:
    from migma_desktop.dns.survey import Survey

    return Survey(domain, public=public)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())
