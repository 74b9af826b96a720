"""Files for their owner only: by mode bits, on Windows by a list of who may open them.

POSIX knows an owner and bits (`OWNER_ONLY`); Windows a discretionary access list, which is spoken
of here as it is written in the security descriptor definition language (SDDL, MS-DTYP 2.5.1).
"""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Collection
from pathlib import Path

OWNER_ONLY = 0o600

SYSTEM, ADMINISTRATORS = "SY", "BA"
"""Who may open everything by their office, as root may elsewhere; backups run as these."""

_ENTRY = re.compile(r"\(([AD]);[^()]*;([^;()]+)\)")
_LIST = re.compile(rf"D:(?!NO)[A-Z]*(?:{_ENTRY.pattern})+")


def keep_private(path: Path) -> None:
    """Let only its owner open a new, empty file or folder, and what is later made in a folder.

    The bits given when it was made do this elsewhere; Windows passes over them. Where the disk
    keeps no such list nothing happens, and `is_private` tells.
    """
    if sys.platform == "win32":
        from balance_classes.files.disk import windows_access

        windows_access.write(path, _only(windows_access.user(), "OICI" if path.is_dir() else ""))


def is_private(path: Path) -> bool:
    """Tell whether a file is for its owner only; some sticks and systems know no such thing."""
    if sys.platform == "win32":
        from balance_classes.files.disk import windows_access

        user = windows_access.user()
        # Windows shortens well-known names, the user's own among them: read ours back as well.
        allowed = who_may(windows_access.normal(_only(user)))
        return allowed is not None and none_but(allowed, windows_access.read(path))
    return not stat.S_IMODE(path.stat().st_mode) & 0o077


def none_but(allowed: Collection[str], access: str) -> bool:
    """Tell whether an access list lets in nobody but those who are allowed."""
    who = who_may(access)
    return who is not None and who <= set(allowed)


def who_may(access: str) -> frozenset[str] | None:
    """Return whom an access list in SDDL lets in; None where this is not plainly told."""
    if not re.fullmatch(_LIST, access):
        return None
    allowed = (who for kind, who in re.findall(_ENTRY, access) if kind == "A")
    return frozenset(allowed)


def _only(user: str, flags: str = "") -> str:
    # P: what the folder above allows does not come down. OICI: what is made within has it too.
    return "D:P" + "".join(f"(A;{flags};FA;;;{who})" for who in (user, SYSTEM, ADMINISTRATORS))
