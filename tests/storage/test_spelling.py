"""Dictionaries, the helper that looks words up in them, and the user's own words."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from migma_desktop.core.errors import FileRefused, StoreError
from migma_desktop.storage import own_words
from migma_desktop.storage.dictionaries import DictionaryFolders, usual_folders
from migma_desktop.storage.own_words import OwnWordsFile
from migma_desktop.storage.speller import Speller
from migma_desktop.storage.spelling_helper import (
    Engine,
    Helper,
    HunspellEngine,
    SpyllsEngine,
    serve,
    suggestions,
)
from tests.fakes import START

_AFF = "SET UTF-8\nTRY abc\n"
_DIC = "2\nhallo\nwelt\n"


def put(folder: Path, name: str, dic: str = _DIC) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.aff").write_text(_AFF)
    (folder / f"{name}.dic").write_text(dic)
    return folder / f"{name}.dic"


def english() -> Path:
    return DictionaryFolders(own=Path("none"), others=usual_folders()).find()["en_US"]


@pytest.fixture(scope="module", params=[HunspellEngine, SpyllsEngine])
def engine(request: pytest.FixtureRequest) -> Engine:
    made: Engine = request.param(english())
    return made


@pytest.fixture
def folders(tmp_path: Path) -> DictionaryFolders:
    return DictionaryFolders(own=tmp_path / "own", others=[tmp_path / "system", *usual_folders()])


@pytest.fixture
def speller(folders: DictionaryFolders) -> Iterator[Speller]:
    speller = Speller(dictionaries=folders)
    yield speller
    speller.close()


# ---- Both engines, with the real dictionary ----


def test_an_engine_knows_english(engine: Engine) -> None:
    right = [engine.has(word) for word in ("Welcome", "receipts", "don't", "Monday")]
    wrong = [engine.has(word) for word in ("Welcom", "recieve", "mondayy")]

    assert right == [True] * 4
    assert wrong == [False] * 3


def test_an_engine_suggests_what_is_meant(engine: Engine) -> None:
    assert engine.suggest("recieve")[0] == "receive"


def test_letters_that_a_dictionary_lacks_are_not_its_business() -> None:
    assert HunspellEngine(english()).has("Привет") is None
    assert HunspellEngine(english()).suggest("Привет") == []


class Letters:
    """A dictionary of a few words."""

    def __init__(self, words: str, guesses: str = "") -> None:
        self._words = words.split()
        self._guesses = guesses.split()

    def has(self, word: str) -> bool | None:
        return None if word == "?" else word in self._words

    def suggest(self, _word: str) -> list[str]:
        return self._guesses


def test_a_word_is_right_if_one_of_the_languages_has_it() -> None:
    books: dict[str, Engine] = {"en": Letters("hello"), "de": Letters("hallo")}
    helper = Helper(lambda base: books[base.name])
    request = {
        "do": "wrong",
        "words": ["hello", "hallo", "halo", "?"],
        "dictionaries": ["en", "de"],
    }

    assert helper.answer(request) == {"words": ["halo"], "broken": []}


def test_each_language_has_its_say_in_the_suggestions() -> None:
    found = suggestions("halo", [Letters("", "hello halo hill"), Letters("", "hallo hello")])

    assert found == ["hello", "hallo", "hill"]


def test_a_dictionary_that_cannot_be_read_is_named() -> None:
    def broken(_base: Path) -> Engine:
        raise ValueError

    request = {"do": "wrong", "words": ["hello"], "dictionaries": ["en"]}
    assert Helper(broken).answer(request) == {"words": [], "broken": ["en"]}


def test_the_helper_answers_line_by_line() -> None:
    request = {"do": "wrong", "words": ["Welcom", "Welcome"], "dictionaries": [str(english())]}
    answers = io.StringIO()

    assert serve(io.StringIO(json.dumps(request) + "\n"), answers) == 0
    assert json.loads(answers.getvalue()) == {"words": ["Welcom"], "broken": []}


# ---- The helper as a process ----


def test_the_speller_asks_its_helper(speller: Speller) -> None:
    assert speller.find_wrong({"Welcom", "Welcome"}, ["en_US"]) == {"Welcom"}
    assert "Welcome" in speller.suggest("Welcom", ["en_US"])
    assert speller.find_wrong({"Welcom"}, ["xx_XX"]) == frozenset()


def test_a_helper_that_died_is_replaced(speller: Speller) -> None:
    speller.find_wrong({"a"}, ["en_US"])
    process = speller._process
    assert process is not None
    process.kill()
    process.wait()

    assert speller.find_wrong({"Welcom"}, ["en_US"]) == {"Welcom"}


def test_a_closed_speller_says_so(speller: Speller) -> None:
    speller.close()

    with pytest.raises(StoreError, match="can't be checked"):
        speller.find_wrong({"Welcom"}, ["en_US"])


# ---- Dictionaries ----


def test_dictionaries_are_found_the_users_own_first(
    tmp_path: Path, folders: DictionaryFolders
) -> None:
    put(tmp_path / "system", "de_DE")
    put(tmp_path / "system", "fr_FR")
    put(tmp_path / "own", "de-DE")
    (tmp_path / "system" / "it_IT.dic").write_text(_DIC)  # its rules are missing
    put(tmp_path / "system", "hyphen.rules.x")

    found = folders.find()

    assert sorted(found) == ["de_DE", "en_US", "fr_FR"]
    assert found["de_DE"] == tmp_path / "own" / "de-DE"


def test_a_dictionary_is_added_and_used(tmp_path: Path, speller: Speller) -> None:
    path = put(tmp_path / "downloads", "de_DE")

    assert speller.add(path) == ["de_DE"]
    assert speller.languages() == ["de_DE", "en_US"]
    assert speller.find_wrong({"hallo", "hello"}, ["de_DE"]) == {"hello"}
    assert speller.find_wrong({"hallo", "hello", "haello"}, ["de_DE", "en_US"]) == {"haello"}
    assert sorted(path.name for path in speller.folder.iterdir()) == ["de_DE.aff", "de_DE.dic"]


def test_a_dictionary_replaces_the_one_of_its_name(tmp_path: Path, speller: Speller) -> None:
    speller.add(put(tmp_path / "downloads", "de_DE"))
    speller.find_wrong({"hallo"}, ["de_DE"])

    speller.add(put(tmp_path / "downloads", "de_DE", "1\nservus\n"))

    assert speller.find_wrong({"hallo", "servus"}, ["de_DE"]) == {"hallo"}


def test_an_extension_of_another_program_is_unpacked(tmp_path: Path, speller: Speller) -> None:
    extension = tmp_path / "dict-fr.oxt"
    with zipfile.ZipFile(extension, "w") as archive:
        archive.writestr("dictionaries/fr.aff", _AFF)
        archive.writestr("dictionaries/fr.dic", _DIC)
        archive.writestr("dictionaries/hyph_fr.dic", "UTF-8\n")

    assert speller.add(extension) == ["fr"]


@pytest.mark.parametrize(
    ("name", "dic", "why"),
    [
        ("my words", _DIC, "must be that of a language"),
        ("de_DE", "hallo\n", "number of its words"),
    ],
)
def test_what_is_no_dictionary_is_refused(
    tmp_path: Path, speller: Speller, name: str, dic: str, why: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        speller.add(put(tmp_path / "downloads", name, dic))

    assert why in str(refused.value.advice)
    assert not speller.folder.exists()


def test_half_a_dictionary_is_refused(tmp_path: Path, speller: Speller) -> None:
    path = put(tmp_path, "de_DE")
    path.with_suffix(".aff").unlink()

    with pytest.raises(FileRefused) as refused:
        speller.add(path)

    assert "de_DE.aff should be beside it" in str(refused.value.advice)


def test_an_archive_without_a_dictionary_is_refused(tmp_path: Path, speller: Speller) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")

    with pytest.raises(FileRefused) as refused:
        speller.add(tmp_path / "x.zip")

    assert "no dictionary in it" in str(refused.value.advice)


# ---- Own words ----


@pytest.fixture
def file(tmp_path: Path) -> OwnWordsFile:
    return OwnWordsFile(tmp_path / "words.json", now=lambda: START)


def test_own_words_are_kept(tmp_path: Path, file: OwnWordsFile) -> None:
    file.keep("Migma")
    file.keep("Migma")
    file.ignore("frobnicate", "d1")

    again = OwnWordsFile(tmp_path / "words.json", now=lambda: START).read()

    assert again.words == ("Migma",)
    assert again.accepted_in("d1") == {"migma", "frobnicate"}
    assert again.accepted_in("d2") == {"migma"}


def test_a_word_can_be_forgotten(file: OwnWordsFile) -> None:
    file.keep("Migma")
    file.keep("Acme")
    file.ignore("migma", "d1")

    left = file.forget("MIGMA")

    assert left.words == ("Acme",)
    assert left.accepted_in("d1") == {"acme"}


def test_two_windows_keep_each_others_words(tmp_path: Path, file: OwnWordsFile) -> None:
    other = OwnWordsFile(tmp_path / "words.json", now=lambda: START)
    file.keep("Migma")
    other.keep("Acme")

    assert set(file.read().words) == {"Migma", "Acme"}


def test_emails_of_long_ago_lose_their_ignored_words(
    file: OwnWordsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "_MOST_DRAFTS", 2)
    for draft in ("d1", "d2", "d1", "d3"):
        file.ignore("frobnicate", draft)

    assert list(file.read().ignored) == ["d1", "d3"]


def test_the_file_says_its_version_and_keeps_what_it_does_not_know(
    tmp_path: Path, file: OwnWordsFile
) -> None:
    (tmp_path / "words.json").write_text('{"version": 1, "words": ["Migma"], "later": [1]}')
    file.keep("Acme")

    written = json.loads((tmp_path / "words.json").read_text())
    assert written == {"version": 1, "words": ["Migma", "Acme"], "later": [1], "ignored": {}}


def test_an_older_file_is_brought_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text('{"mine": ["Migma"]}')
    file = OwnWordsFile(
        tmp_path / "words.json",
        now=lambda: START,
        migrations=[lambda old: {"words": old["mine"]}],
    )

    assert file.read().words == ("Migma",)
    file.keep("Acme")
    assert json.loads((tmp_path / "words.json").read_text())["version"] == 2


def test_a_newer_file_is_read_and_left_as_it_is(tmp_path: Path, file: OwnWordsFile) -> None:
    written = '{"version": 9, "words": ["Migma"]}'
    (tmp_path / "words.json").write_text(written)

    assert file.read().words == ("Migma",)
    with pytest.raises(StoreError, match="newer version"):
        file.keep("Acme")
    assert (tmp_path / "words.json").read_text() == written


def test_a_damaged_file_is_set_aside(tmp_path: Path, file: OwnWordsFile) -> None:
    (tmp_path / "words.json").write_text("{half")

    assert file.keep("Acme").words == ("Acme",)
    assert [path.read_text() for path in tmp_path.glob("words.damaged-*.json")] == ["{half"]


def test_a_word_that_cannot_be_written_is_said(tmp_path: Path, file: OwnWordsFile) -> None:
    (tmp_path / "words.json").write_text('{"words": ["Migma"]}')

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_words, "write_atomically", full)
        with pytest.raises(StoreError, match="could not be kept"):
            file.keep("Acme")
    assert file.read().words == ("Migma",)
