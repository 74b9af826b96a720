"""Which kind of file it is, told by its bytes; unlocked where a password is given."""

from __future__ import annotations

import hashlib
import io
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from balance_classes.domain.canonical import spoken_text
from balance_classes.errors import RosterError, reason_of
from balance_classes.files.disk.opening import STANDARD, bytes_of
from balance_classes.language import Text

Password = Callable[[], str]
"""A way to ask for the password of a workbook, once it is known to be needed."""

Kind = Literal["package", "binary", "page", "text"]
"""A zipped workbook (.xlsx, .ods), a binary one (.xls), a web page, or text with delimiters."""

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = 50 * 2**20
"""A roster of 100,000 students in 30 columns has about 20 MB."""
MOST_ROUNDS = 1_000_000
"""Excel hashes a password 100,000 times; a file that asks for more wants to keep us busy."""
OPEN_TO_ALL = "VelvetSweatshop"
"""Excel's own password for workbooks that anybody may read and only some may change."""

_NO_TABLE = {
    b"%PDF": Text("This is a PDF document."),
    b"{\\rtf": Text("This is a text document."),
    b"Rar!": Text("This is an archive."),
    b"7z\xbc\xaf": Text("This is an archive."),
    b"\x1f\x8b": Text("This is an archive."),
    b"PK\x05\x06": Text("This is an empty archive."),
    b"\x89PNG": Text("This is a picture."),
    b"\xff\xd8\xff": Text("This is a picture."),
    b"GIF8": Text("This is a picture."),
    b"MIME-Version": Text("This is a web page in one file, named as a workbook."),
    b"SQLite": Text("This is a database."),
    b"<?mso-application": Text("This is an XML spreadsheet of an old Excel."),
}
"""What is taken for a roster now and then, by its first bytes."""


@dataclass(frozen=True)
class Content:
    """The bytes of a roster as they can be read; `sha256` is that of the file as it lies there."""

    name: str
    kind: Kind
    bytes: bytes
    sha256: str


def read_content(path: Path, password: Password | None = None) -> Content:
    """Return the content of a file; it is unlocked if need be, and never kept unlocked.

    Raises RosterError for a path that is no roster, a wrong password, and bytes that are no table.
    """
    require_plain_name(path)
    content = _read_bytes(path)
    return content_of(path.name, content, password)


def content_of(name: str, content: bytes, password: Password | None = None) -> Content:
    """Return the content of bytes that lie in a file of this name; raises as `read_content`."""
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(OLE):
        content = _unlocked(name, content, password)
    return Content(name, _kind(name, content), content, sha256)


def no_table(name: str, what: Text) -> RosterError:
    """Return the error for bytes that are no table."""
    return RosterError.at(name, what, Text("Save the roster as .xlsx in Excel or WPS, or as .csv."))


def damaged(name: str) -> RosterError:
    """Return the error for a workbook that no program could read."""
    return no_table(name, Text("The workbook is damaged or no workbook."))


def require_plain_name(path: Path) -> None:
    """Refuse a file name that no list and no record could hold, and a workbook's lock file."""
    try:
        spoken_text(path.name)
    except ValueError as error:
        raise RosterError.at(
            ascii(path.name),
            Text(
                "The name of the file holds a character that cannot be shown ({code}).",
                code=str(error),
            ),
            Text("Give the file another name."),
        ) from error
    if path.name.startswith("~$"):
        raise RosterError.at(
            path.name,
            Text("This is the lock file of a workbook that is open somewhere."),
            Text("Name the workbook itself: {name}", name=path.name.removeprefix("~$")),
        )


def _read_bytes(path: Path) -> bytes:
    mend = Text("Give the path of the roster file.")
    try:
        if path == STANDARD:
            return bytes_of(path)
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            what = Text("This is a folder, not a file.")
        elif not stat.S_ISREG(about.st_mode):
            what = Text("This is a device, not a file.")
        elif about.st_size > MOST_BYTES:
            what = Text(
                "The file is larger than {most} MB: no roster is.", most=MOST_BYTES // 2**20
            )
        else:
            return path.read_bytes()
    except FileNotFoundError:
        what = Text("There is no such file.")
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        what = Text("The file cannot be opened: {reason}.", reason=reason)
        if isinstance(error, PermissionError):
            mend = Text("Close it in WPS or Excel, or ask its owner, and start again.")
    raise RosterError.at(str(path), what, mend)


def _kind(name: str, content: bytes) -> Kind:
    if content.startswith(ZIP):
        return "package"
    if content.startswith(OLE):
        return "binary"
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, what in _NO_TABLE.items():
        if start.startswith(magic) or (magic.startswith(b"<?") and magic in start):
            raise no_table(name, what)
    # A table may begin far below styles and scripts; a line of text never begins with a tag.
    return "page" if re.match(rb"<(!--|!doctype|\?xml|[a-z])", start, re.IGNORECASE) else "text"


def _unlocked(name: str, content: bytes, password: Password | None) -> bytes:
    """Return the bytes of an OLE file that can be read: as they are, or decrypted."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            streams = {stream[0] for stream in container.listdir()}
            about = b""
            if container.exists("EncryptionInfo"):
                about = container.openstream("EncryptionInfo").read(2**16)
    except Exception as error:  # olefile raises whatever the broken part leads to
        raise damaged(name) from error
    if "WordDocument" in streams:
        raise no_table(name, Text("This is a text document."))
    rounds = re.search(rb"""spinCount\s*=\s*["'](\d{1,20})""", about)
    if rounds and int(rounds[1]) > MOST_ROUNDS:
        raise damaged(name)
    return _decrypted(name, content, password)


def _decrypted(name: str, content: bytes, password: Password | None) -> bytes:
    import msoffcrypto

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not file.is_encrypted():
            return content
    except Exception:  # an .xls too old to be encrypted: its reader is asked what it is
        return content
    plain = _try_password(content, OPEN_TO_ALL)
    if plain is not None:
        return plain
    if password is None:
        raise RosterError.at(
            name,
            Text("The workbook is protected by a password."),
            Text("Name a file that holds the password: --password-file FILE."),
        )
    plain = _try_password(content, password())
    if plain is None:
        raise RosterError.at(
            name, Text("The password does not open the workbook."), Text("Look it up and retry.")
        )
    return plain


def _try_password(content: bytes, password: str) -> bytes | None:
    """Return the decrypted bytes, or None where the password does not fit."""
    import msoffcrypto

    plain = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=password)
        file.decrypt(plain)
    except Exception:  # a wrong password shows itself in a dozen ways
        return None
    found = plain.getvalue()
    return found if found.startswith((ZIP, OLE)) else None
