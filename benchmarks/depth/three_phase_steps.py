"""Compiled steps of the three-phase search: perturbations, crossover and how unlike two are.

After Yang, Cai, Jin, Tang and Gao (2022), algorithms 4 to 6, with the sizes of groups fixed.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def sow(seed: int) -> None:
    """Seed the random numbers of compiled code, which are its own."""
    np.random.seed(seed)


@njit(cache=True)
def shake(group_of: np.ndarray, times: int) -> None:
    """Undirected perturbation: so many exchanges of random elements of different groups."""
    made = 0
    while made < times:
        v, u = np.random.randint(len(group_of)), np.random.randint(len(group_of))
        if group_of[v] != group_of[u]:
            group_of[v], group_of[u] = group_of[u], group_of[v]
            made += 1


@njit(cache=True)
def push(distances: np.ndarray, near: np.ndarray, group_of: np.ndarray, size: np.ndarray) -> None:
    """Directed perturbation: each group gives up the element that adds least to it.

    Then groups in random order take, of the elements given up, the one of the highest average
    distance to their members. `near` is left out of date.
    """
    groups = len(size)
    given = np.full(groups, -1)
    for i in range(len(group_of)):
        g = group_of[i]
        if given[g] < 0 or near[i, g] < near[given[g], g]:
            given[g] = i
    for i in given:
        for j in given:
            near[i, group_of[j]] -= distances[i, j]
    for g in np.random.permutation(groups):
        taken = -1
        for k in range(groups):
            if given[k] >= 0 and (taken < 0 or near[given[k], g] > near[given[taken], g]):
                taken = k
        group_of[given[taken]] = g
        given[taken] = -1


@njit(cache=True)
def crossed(
    distances: np.ndarray, one: np.ndarray, other: np.ndarray, size: np.ndarray
) -> np.ndarray:
    """Return a child: in turn the widest group of either parent, then all others at random."""
    n, groups = len(one), len(size)
    parents = np.stack((one, other))
    inside = np.zeros((2, groups), np.float64)
    own = np.zeros((2, n), np.float64)
    for p in range(2):
        for i in range(n):
            for j in range(n):
                if parents[p, i] == parents[p, j]:
                    own[p, i] += distances[i, j]
            inside[p, parents[p, i]] += own[p, i]
    child = np.full(n, -1)
    left = size.copy()
    is_open = np.ones(groups, np.bool_)
    for _ in range(groups):
        p = np.random.randint(2)
        widest = np.argmax(inside[p])
        members = np.array([i for i in range(n) if parents[p, i] == widest and child[i] < 0])
        target = _target(is_open, left, len(members))
        is_open[target] = False
        np.random.shuffle(members)
        for i in members[: left[target]]:
            child[i] = target
            for q in range(2):
                inside[q, parents[q, i]] -= own[q, i]
        left[target] -= min(left[target], len(members))
        inside[p, widest] = -1.0
    _seat_rest(child, left)
    return child


@njit(cache=True)
def _target(is_open: np.ndarray, left: np.ndarray, members: int) -> int:
    """Return an open group with room for so many, at random; else the one with most room."""
    chosen, fitting = -1, 0
    for g in np.random.permutation(len(left)):
        if is_open[g] and left[g] >= members:
            chosen, fitting = g, 1
    if not fitting:
        for g in range(len(left)):
            if is_open[g] and (chosen < 0 or left[g] > left[chosen]):
                chosen = g
    return chosen


@njit(cache=True)
def _seat_rest(child: np.ndarray, left: np.ndarray) -> None:
    """Give every element without a group a random free seat."""
    seats = np.repeat(np.arange(len(left)), left)
    np.random.shuffle(seats)
    taken = 0
    for i in range(len(child)):
        if child[i] < 0:
            child[i] = seats[taken]
            taken += 1


@njit(cache=True)
def unlike(one: np.ndarray, other: np.ndarray) -> float:
    """Return the share of pairs that are together in one of the two only."""
    n, count = len(one), 0
    for i in range(n):
        for j in range(i + 1, n):
            count += (one[i] == one[j]) != (other[i] == other[j])
    return count / (n * (n - 1) / 2)
