"""Teachers beside classes under lots: are the senior ones where the top quarter is?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.canonical import canonical_json
from balance_classes.domain.rules.class_names import plain_name
from balance_classes.statistics.lots import PROCEDURE, Lots, Numbers
from balance_classes.statistics.scores import Score

SENIOR = "senior"
FEWEST = 3
"""Of fewer classes no lot of teachers says anything."""


class StaffLots:
    """The teachers of classes, dealt anew over the classes, which stay as they are.

    So classes that were streamed make no teacher suspect: asked is who teaches which, and no more.
    """

    def __init__(self, classes: ClassList, seniority: Mapping[str, float]) -> None:
        names = [plain_name(name) for name in classes.classes]
        self._there = np.array([at for at, name in enumerate(names) if name in seniority])
        self.seniority = np.array([seniority.get(name, np.nan) for name in names])
        self._digest = classes.digest()

    @property
    def asked(self) -> bool:
        """Whether enough classes have teachers who are unlike."""
        known = self.seniority[self._there] if len(self._there) else self._there
        return len(known) >= FEWEST and len(set(known.tolist())) > 1

    def statistics(self, score: Score, lots: Lots, permutations: int) -> Numbers:
        """Return how far senior teachers and the top quarter go together: the real, then lots.

        The sum over the classes of seniority above the mean times the share of the top quarter.
        """
        share = score.top_shares(lots.real[:, None])[self._there]
        above = self.seniority[self._there] - self.seniority[self._there].mean()
        rows = permutations if lots.free else 0
        text = canonical_json([PROCEDURE, self._digest, "staff"]).encode()
        stream = hashlib.shake_256(text).digest(8 * rows * len(above))
        tickets = np.frombuffer(stream, dtype=">u8").reshape(rows, len(above))
        dealt = above[np.argsort(tickets, axis=1, kind="stable")]
        return np.concatenate([[above @ share], dealt @ share])

    def shares(self, score: Score, lots: Lots) -> Numbers:
        """Return the share of the top quarter in each class."""
        return score.top_shares(lots.real[:, None])
