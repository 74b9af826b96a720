"""The second lot: which lettered group becomes which class."""

from __future__ import annotations

from balance_classes.domain.lottery import Seed, lottery_order
from balance_classes.domain.problem.problem import Problem


def unnamed(problem: Problem) -> tuple[int, ...]:
    """Return the class of each group before any lot: the one of its own number."""
    return tuple(range(len(problem.classes)))


def second_lot(problem: Problem, seed: Seed) -> tuple[int, ...]:
    """Return the class each group becomes, drawn among the classes that rules treat alike."""
    class_of_group = [0] * len(problem.classes)
    for classes in problem.interchangeable:
        numbers = [str(c + 1) for c in classes]
        for group, drawn in zip(classes, lottery_order(seed.value, "name", numbers), strict=True):
            class_of_group[group] = classes[drawn]
    return tuple(class_of_group)
