"""What Windows knows of who may open a file (advapi32 through ctypes); loaded there only.

Every function is of one breath: ask, copy the answer, free. A refusal of the system is an empty
answer, never an error: whoever calls reads back what holds.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import POINTER, byref, c_ulong, c_void_p, c_wchar_p, wintypes
    from pathlib import Path

    ACCESS_LIST = 4  # DACL_SECURITY_INFORMATION
    PROTECTED = 0x8000_0000  # PROTECTED_DACL_SECURITY_INFORMATION
    REVISION = 1  # SDDL_REVISION_1
    QUERY = 8  # TOKEN_QUERY
    USER = 1  # TokenUser
    MOST = 64 * 1024  # no access list is longer

    _security = ctypes.WinDLL("advapi32")
    _kernel = ctypes.WinDLL("kernel32")
    _kernel.GetCurrentProcess.restype = wintypes.HANDLE
    _kernel.LocalFree.argtypes = [c_void_p]
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    _security.OpenProcessToken.argtypes = [wintypes.HANDLE, wintypes.DWORD, c_void_p]
    _security.GetTokenInformation.argtypes = [
        wintypes.HANDLE, ctypes.c_int, c_void_p, wintypes.DWORD, c_void_p,
    ]  # fmt: skip
    _security.ConvertSidToStringSidW.argtypes = [c_void_p, c_void_p]
    _security.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = [
        c_wchar_p, wintypes.DWORD, c_void_p, c_void_p,
    ]  # fmt: skip
    _security.ConvertSecurityDescriptorToStringSecurityDescriptorW.argtypes = [
        c_void_p, wintypes.DWORD, wintypes.DWORD, c_void_p, c_void_p,
    ]  # fmt: skip
    _security.SetFileSecurityW.argtypes = [c_wchar_p, wintypes.DWORD, c_void_p]
    _security.GetFileSecurityW.argtypes = [
        c_wchar_p, wintypes.DWORD, c_void_p, wintypes.DWORD, POINTER(c_ulong),
    ]  # fmt: skip

    def user() -> str:
        """Return the security identifier of who runs this process; empty if it is not told."""
        token, needed = wintypes.HANDLE(), c_ulong()
        if not _security.OpenProcessToken(_kernel.GetCurrentProcess(), QUERY, byref(token)):
            return ""
        try:
            answer = ctypes.create_string_buffer(MOST)
            if not _security.GetTokenInformation(token, USER, answer, MOST, byref(needed)):
                return ""
        finally:
            _kernel.CloseHandle(token)
        # TOKEN_USER begins with the pointer to the identifier.
        identifier, text = c_void_p.from_buffer(answer), c_wchar_p()
        if not _security.ConvertSidToStringSidW(identifier, byref(text)):
            return ""
        return _taken(text)

    def write(path: Path, access: str) -> None:
        """Put an access list in SDDL in the place of that of a file or folder."""
        descriptor = _descriptor(access)
        if descriptor:
            _security.SetFileSecurityW(str(path), ACCESS_LIST | PROTECTED, descriptor)
            _kernel.LocalFree(descriptor)

    def read(path: Path) -> str:
        """Return the access list of a file in SDDL; empty if it is not told."""
        answer, needed = ctypes.create_string_buffer(MOST), c_ulong()
        told = _security.GetFileSecurityW(str(path), ACCESS_LIST, answer, MOST, byref(needed))
        return _written(ctypes.addressof(answer)) if told else ""

    def normal(access: str) -> str:
        """Return an access list in the spelling in which the system gives it back."""
        descriptor = _descriptor(access)
        if not descriptor:
            return ""
        try:
            return _written(descriptor.value or 0)
        finally:
            _kernel.LocalFree(descriptor)

    def _descriptor(access: str) -> c_void_p:
        made = c_void_p()
        _security.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            access, REVISION, byref(made), None
        )
        return made

    def _written(descriptor: int) -> str:
        text = c_wchar_p()
        done = _security.ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, REVISION, ACCESS_LIST, byref(text), None
        )
        return _taken(text) if done else ""

    def _taken(text: c_wchar_p) -> str:
        """Return a text that the system allocated, and free it."""
        value = text.value or ""
        _kernel.LocalFree(ctypes.cast(text, c_void_p))
        return value
