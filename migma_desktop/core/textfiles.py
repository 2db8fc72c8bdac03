"""Read a text file in whatever encoding its author's program chose, and write it back safely.

The order of the clues follows the HTML standard's "determining the character encoding": a byte
order mark wins, then what the file says of itself, then UTF-8 if every byte fits, then a guess.
"""

from __future__ import annotations

import codecs
import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.line_endings import LineEnding
from migma_desktop.core.texts import Text, say

# Ten times what Gmail shows before it cuts an email off; the preview's engine takes 2 MB at most.
# Laying out this much holds the window for a tenth of a second, ten times as much for seconds:
# tests/bench/bench_opening.py measures it.
MAX_BYTES = 1_000_000
_CLUE_BYTES = 4096  # the HTML standard looks at 1024; real emails carry longer preambles
_GUESS_BYTES = 200_000  # enough for a guess; charset-normalizer grows slow beyond

_BOMS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)

# Browsers read many labels as a wider encoding (WHATWG Encoding, "names and labels"): authors
# write the old name and use the newer characters, such as the euro sign.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
# Of the hundred that charset-normalizer knows, those that people's files have. Short texts fit
# many, and an unlikely one often wins: "Schöne Grüße" came out as Urdu.
_GUESSES = [
    *("cp1252", "cp1250", "cp1254", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"),
    *("shift_jis", "euc_jp", "gb2312", "big5", "euc_kr", "mac_roman"),
]
_LABELS = {"cp932": "Shift_JIS", "cp949": "EUC-KR", "big5": "Big5", "mac-roman": "Mac Roman"}
_SAME_SCORE = 0.03  # of a coherence between 0 and 1

_BINARY_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",  # zip, and with it docx, xlsx, odt
    b"\x89PNG",
    b"\xff\xd8\xff",  # jpeg
    b"GIF8",
    b"\xd0\xcf\x11\xe0",  # old Word, Excel, Outlook's msg
    b"\x7fELF",
    b"\x1f\x8b",  # gzip
    b"SQLite format 3\x00",
)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_CONTROL_SHARE = 0.005  # a stray control character does not make a text binary


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a file says, and how it said it."""

    text: str  # lines end with "\n"
    encoding: str  # a name that Python's codecs know
    line_ending: LineEnding
    had_bom: bool = False
    is_guess: bool = False  # nothing in the file says its encoding: another may be right


def read_text_file(path: Path, *, encoding: str | None = None) -> TextFile:
    """Read a text file in any common encoding, or in the one that the user chose.

    Raises FileRefused with a sentence for people.
    """
    data = read_bytes(path)
    if encoding is not None:
        return _text_file(_decode_or_refuse(data, encoding, path.name), encoding)
    return decode_text(data, name=path.name)


def decode_text(data: bytes, *, name: str) -> TextFile:
    """Decode the bytes of a text file; ``name`` is for the error. Raises FileRefused."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _decode_or_refuse(data[len(bom) :], encoding, name)
            return _text_file(text, encoding, had_bom=True)
    _refuse_binary(data, name)
    for encoding in _stated_encodings(data):
        with suppress(UnicodeDecodeError):
            return _text_file(data.decode(encoding), encoding)
    return _guess(data, name)


def decode_named(data: bytes, label: str) -> str | None:
    """Decode bytes in the encoding that goes with them, None where that can't be or isn't one.

    A label that fits any bytes gives way to UTF-8 where they form that.
    """
    encoding = _known_encoding(label) if label else ""
    candidates = ["utf-8"] if not encoding or _has_one_byte_a_character(encoding) else []
    for candidate in [*candidates, encoding]:
        with suppress(UnicodeDecodeError):
            if candidate:
                return data.decode(candidate)
    return None


def encoding_label(encoding: str) -> str:
    """Return the name under which people know an encoding: "Windows-1252" for ``cp1252``."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return encoding
    if name.startswith("cp125"):
        return f"Windows-{name[2:]}"
    return _LABELS.get(name, name.replace("iso8859", "iso-8859").replace("_", "-").upper())


def write_text_file(
    path: Path,
    text: str,
    *,
    encoding: str = "utf-8",
    line_ending: LineEnding = LineEnding.LF,
    with_bom: bool = False,
) -> None:
    """Replace a file in one step, so that a crash leaves the old file or the new one, whole.

    Keeps the permissions of a file that is already there. Raises FileRefused, and then the old
    file is untouched.
    """
    target = path.resolve()  # a symbolic link stays a link
    data = _encode(text.replace("\n", line_ending.value), encoding, path.name)
    if with_bom:
        data = _bom_of(encoding) + data
    try:
        _replace(target, data)
    except OSError as error:
        raise FileRefused(
            say("“{name}” could not be saved", name=path.name),
            _write_advice(error),
            details=f"{type(error).__name__}: {error}",
        ) from error


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Read a file of ``limit`` bytes at most. Raises FileRefused with a sentence for people."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = b"" if size > limit else file.read(limit + 1)
    except OSError as error:
        raise FileRefused(
            say("“{name}” can’t be opened", name=path.name),
            _read_advice(error),
            details=f"{type(error).__name__}: {error}",
        ) from error
    if max(size, len(data)) > limit:
        raise FileRefused(
            say("“{name}” is too large", name=path.name),
            say(
                "It has {size} MB; an email's text can have {limit} MB here, and Gmail cuts off "
                "what is longer than a tenth of that. Mostly it is pictures inside the text: put "
                "them on the web and link to them, then open the file again.",
                size=f"{max(size, len(data)) / 1_000_000:,.1f}",
                limit=limit // 1_000_000,
            ),
        )
    return data


def _read_advice(error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return say("The file is no longer there. Was it moved or renamed? Choose it again.")
    if isinstance(error, PermissionError):
        return say("This account may not read it. Ask its owner, or open a copy of your own.")
    if isinstance(error, IsADirectoryError):
        return say("It is a folder. Choose a file inside it.")
    return say("The disk or the network drive reported a problem. Try again, or open a copy.")


def _write_advice(error: OSError) -> Text:
    if isinstance(error, PermissionError):
        return say("This folder may not be written to. Your text is still here: save it elsewhere.")
    if isinstance(error, FileNotFoundError):
        return say("The folder is no longer there. Your text is still here: save it elsewhere.")
    return say(
        "The disk may be full or gone. Your text is still here: make room, or save it elsewhere."
    )


def _refuse_binary(data: bytes, name: str) -> None:
    if not (data.startswith(_BINARY_SIGNATURES) or _looks_binary(data[:_GUESS_BYTES])):
        return
    raise FileRefused(
        say("“{name}” isn’t a text file", name=name),
        say(
            "It looks like a picture, a document or a program. Save the email as HTML or "
            "Markdown in the program that made it, then open that file."
        ),
    )


def _looks_binary(sample: bytes) -> bool:
    if _utf16_without_bom(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return b"\0" in sample or controls > len(sample) * _CONTROL_SHARE + 1


def _utf16_without_bom(sample: bytes) -> str:
    """Name the UTF-16 flavour of a sample that has a zero in nearly every second byte."""
    half = len(sample) // 2
    if half == 0:
        return ""
    if sample[1::2].count(0) > half * 0.7 and sample[0::2].count(0) < half * 0.05:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.7 and sample[1::2].count(0) < half * 0.05:
        return "utf-16-be"
    return ""


def _stated_encodings(data: bytes) -> list[str]:
    """Return the encodings to try before a guess, best clue first."""
    head = data[:_CLUE_BYTES]
    candidates = [_utf16_without_bom(head)]
    for pattern in (_META_CHARSET, _XML_ENCODING):
        if clue := pattern.search(head):
            encoding = _known_encoding(clue.group(1).decode("ascii", "replace"))
            if _has_one_byte_a_character(encoding):
                # Such an encoding fits any bytes. Those that form UTF-8 throughout are UTF-8
                # below a label that an editor forgot to change.
                candidates.append("utf-8")
            candidates.append(encoding)
    candidates.append("utf-8")
    return [encoding for encoding in candidates if encoding]


def _has_one_byte_a_character(encoding: str) -> bool:
    if not encoding:
        return False
    upper_half = bytes(range(128, 256)).decode(encoding, "replace")
    return len(upper_half) == 128 and upper_half.count("\ufffd") < 64


def _known_encoding(label: str) -> str:
    """Return the codec for a label in a file; empty when there is none or it can't be meant."""
    try:
        codec = codecs.lookup(label).name
        b"a".decode(codec, "replace")
    except LookupError:
        return ""  # unknown, or a codec that does not make text, such as "hex"
    if codec.startswith(("utf-16", "utf-32", "utf-7")):
        return ""  # the label itself was readable as ASCII, so it can't be true
    return _WIDER.get(codec, codec)


def _guess(data: bytes, name: str) -> TextFile:
    """Decode bytes that are not UTF-8 and don't say what they are."""
    from charset_normalizer import from_bytes  # slow to import, rarely needed

    matches = list(from_bytes(data[:_GUESS_BYTES], cp_isolation=_GUESSES))
    names = [match.encoding for match in matches]
    if matches and "cp1252" in names:
        # Western accents are so few that neighbours score alike: take the most common one.
        western = matches[names.index("cp1252")]
        if matches[0].coherence - western.coherence <= _SAME_SCORE:
            names.insert(0, "cp1252")
    for encoding in [*names[:1], "cp1252"]:
        codec = codecs.lookup(encoding).name
        codec = _WIDER.get(codec, codec)
        with suppress(UnicodeDecodeError):
            return _text_file(data.decode(codec), codec, guessed=True)
    return _text_file(_decode_or_refuse(data, "utf-8", name), "utf-8")


def _decode_or_refuse(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            say("“{name}” can’t be read as text", name=name),
            say(
                "The file is damaged or uses an unusual encoding. Open it in the program that "
                "made it and save it again with the encoding UTF-8."
            ),
            details=str(error),
        ) from error


def _text_file(
    raw: str, encoding: str, *, had_bom: bool = False, guessed: bool = False
) -> TextFile:
    ending = LineEnding.most_used(raw)
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    return TextFile(text, encoding, ending, had_bom, guessed)


def _encode(text: str, encoding: str, name: str) -> bytes:
    try:
        return text.encode(encoding)
    except (UnicodeEncodeError, LookupError) as error:
        raise FileRefused(
            say("“{name}” can’t be saved in the encoding {encoding}", name=name, encoding=encoding),
            say("The text has characters that this encoding lacks. Save it as UTF-8 instead."),
            details=str(error),
        ) from error


def _bom_of(encoding: str) -> bytes:
    wanted = codecs.lookup(encoding).name
    return next((bom for bom, name in _BOMS if codecs.lookup(name).name == wanted), b"")


def _replace(target: Path, data: bytes) -> None:
    mode = _mode_of(target)
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # A new file gets what the user's umask allows; a private one is never readable meanwhile.
    handle = os.open(temporary, flags, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _mode_of(target: Path) -> int | None:
    """Return the permissions of the file that is replaced, None when there is none yet."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    return None


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some network drives refuse it; the rename is done
            os.fsync(handle)
    finally:
        os.close(handle)
