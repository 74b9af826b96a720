"""The registry: instances, methods and cases, each added in one place by its name.

An instance is a seeded problem, a method a way to form classes, a case measures methods on
instances and returns a table. The command line selects among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from balance_classes.domain.problem.problem import Problem
from benchmarks.tables import Table

SECONDS = (0.5, 2.0, 4.0, 8.0, 12.0, 30.0)
"""The times at which methods are compared, unless others are asked for."""
SEED = 1

Build = Callable[[int, int, int], Problem]
"""A family of instances: from students, classes and a seed to a problem."""


@dataclass(frozen=True)
class Instance:
    """A registered problem: a family at one size; another seed gives another roster."""

    name: str
    build: Build
    students: int
    classes: int

    @property
    def size(self) -> str:
        """The size as tables tell it."""
        return f"{self.students} × {self.classes}"

    def problem(self, seed: int = SEED) -> Problem:
        """Return the problem of a seed."""
        return self.build(self.students, self.classes, seed)


@dataclass(frozen=True)
class Asked:
    """What a run is asked for: seconds a solver may take, times to compare at, what to measure."""

    limit: float
    seconds: tuple[float, ...]
    instances: tuple[Instance, ...]
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A registered measurement, with the instances and methods it takes if none are asked for."""

    name: str
    about: str
    instances: tuple[str, ...]
    methods: tuple[str, ...]
    measure: Callable[[Asked], Table]

    def run(
        self,
        limit: float = 60.0,
        seconds: Sequence[float] = SECONDS,
        instances: Sequence[str] = (),
        methods: Sequence[str] = (),
    ) -> Table:
        """Measure; a case that knows no instances or no methods takes no notice of those asked."""
        chosen = tuple(INSTANCES[name] for name in instances or self.instances)
        ours = tuple(m for m in methods if m in self.methods) or self.methods
        return self.measure(Asked(limit, tuple(sorted(seconds)), chosen, ours))


INSTANCES: dict[str, Instance] = {}
CASES: dict[str, Case] = {}


def family(name: str, *sizes: tuple[int, int]) -> Callable[[Build], Build]:
    """Register a family of instances at these sizes (students, classes)."""

    def register(build: Build) -> Build:
        for students, classes in sizes:
            full = f"{name}, {students} × {classes}" if name else f"{students} × {classes}"
            INSTANCES[full] = Instance(full, build, students, classes)
        return build

    return register


def case(
    name: str, about: str, instances: Sequence[str] = (), methods: Sequence[str] = ()
) -> Callable[[Callable[[Asked], Table]], Callable[[Asked], Table]]:
    """Register a case."""

    def register(measure: Callable[[Asked], Table]) -> Callable[[Asked], Table]:
        assert name not in CASES
        CASES[name] = Case(name, about, tuple(instances), tuple(methods), measure)
        return measure

    return register
