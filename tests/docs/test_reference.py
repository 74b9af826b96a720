"""The reference of commands is what the commands say of themselves."""

from __future__ import annotations

import pytest

from tests.docs.make_reference import PAGES, page


@pytest.mark.parametrize("code", sorted(PAGES))
def test_the_reference_is_what_the_commands_say(code: str) -> None:
    # Made anew by: python -m tests.docs.make_reference
    assert PAGES[code].read_text("utf-8") == page(code)
