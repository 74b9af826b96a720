"""What columns that no draw may read are about."""

from __future__ import annotations

SCORE, FAMILY, FAVOUR = "score", "family", "favour"
FORBIDDEN = "forbidden"
"""What a policy forbids beside them."""
KINDS = (SCORE, FAMILY, FAVOUR)
"""What no draw reads, whatever the policy; its `sections` answer them."""
