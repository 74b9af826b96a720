"""One thread for small products of matrices: several would only wait for each other."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Let numpy multiply in one thread for a while."""
    limit: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limit


@cache
def _libraries() -> ThreadpoolController:
    """Return what multiplies for numpy; to look for it takes as long as a small trial draw."""
    return ThreadpoolController()
