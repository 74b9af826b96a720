"""Compiled search for the anticlustering rivals: exchanges that raise the spread within groups.

The spread is the sum of the distances of all pairs in one group, each group with its weight:
1 for the diversity criterion, 1 / its size for the k-means (variance) criterion. `near[i, g]` is
the sum of the distances from element i to the members of group g.
"""

from __future__ import annotations

import numpy as np
from numba import njit

TOLERANCE = 1e-6


@njit(cache=True)
def sums_to_groups(distances: np.ndarray, group_of: np.ndarray, groups: int) -> np.ndarray:
    """Return the sum of distances from each element to the members of each group."""
    n = len(group_of)
    near = np.zeros((n, groups), np.float64)
    for i in range(n):
        for j in range(n):
            near[i, group_of[j]] += distances[i, j]
    return near


@njit(cache=True)
def spread(near: np.ndarray, group_of: np.ndarray, weight: np.ndarray) -> float:
    """Return the criterion, which is to be as large as possible."""
    total = 0.0
    for i in range(len(group_of)):
        total += near[i, group_of[i]] * weight[group_of[i]]
    return total / 2


@njit(cache=True)
def gain(  # noqa: PLR0917
    distances: np.ndarray,
    near: np.ndarray,
    group_of: np.ndarray,
    weight: np.ndarray,
    v: int,
    u: int,
) -> float:
    """Return what the criterion gains when v and u change places."""
    a, b = group_of[v], group_of[u]
    both = distances[v, u]
    return weight[a] * (near[u, a] - near[v, a] - both) + weight[b] * (
        near[v, b] - near[u, b] - both
    )


@njit(cache=True)
def exchange(distances: np.ndarray, near: np.ndarray, group_of: np.ndarray, v: int, u: int) -> None:
    """Let v and u change places."""
    a, b = group_of[v], group_of[u]
    for j in range(len(group_of)):
        moved = distances[u, j] - distances[v, j]
        near[j, a] += moved
        near[j, b] -= moved
    group_of[v], group_of[u] = b, a


@njit(cache=True)
def best_partner_pass(
    distances: np.ndarray, near: np.ndarray, group_of: np.ndarray, weight: np.ndarray
) -> int:
    """Exchange every element in turn with its best partner, if that is a gain; count them."""
    made = 0
    for v in range(len(group_of)):
        best, partner = TOLERANCE, -1
        for u in range(len(group_of)):
            if group_of[u] != group_of[v]:
                gained = gain(distances, near, group_of, weight, v, u)
                if gained > best:
                    best, partner = gained, u
        if partner >= 0:
            exchange(distances, near, group_of, v, partner)
            made += 1
    return made


@njit(cache=True)
def first_gain_pass(
    distances: np.ndarray, near: np.ndarray, group_of: np.ndarray, weight: np.ndarray
) -> int:
    """Go through all pairs and make every exchange that is a gain at once; count them."""
    made = 0
    for v in range(len(group_of)):
        for u in range(v + 1, len(group_of)):
            if group_of[u] != group_of[v] and (
                gain(distances, near, group_of, weight, v, u) > TOLERANCE
            ):
                exchange(distances, near, group_of, v, u)
                made += 1
    return made
