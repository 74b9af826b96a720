"""What columns that no draw may read are about."""

from __future__ import annotations

SCORE, FAMILY, FAVOUR = "score", "family", "favour"
FORBIDDEN = "forbidden"
"""What a policy forbids beside them."""
KINDS = (SCORE, FAMILY, FAVOUR, FORBIDDEN)
"""The kinds, which a policy's `sections` answer."""
