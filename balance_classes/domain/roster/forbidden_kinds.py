"""What columns that no draw may read are about."""

from __future__ import annotations

SCORE, FAMILY, FAVOUR = "score", "family", "favour"
KINDS = (SCORE, FAMILY, FAVOUR)
"""The kinds, which a policy's `sections` answer."""
