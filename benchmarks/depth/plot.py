"""The plot of two-way excess over time: a panel an instance, a line a method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.depth.trajectory import Point

Courses = dict[str, Sequence[Point]]
"""The answers of each method by its name."""
EARLIEST = 0.02


def draw_courses(courses: Mapping[str, Courses], longest: float, path: Path) -> None:
    """Write the plot; the same figures give the same bytes."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "depth"
    from matplotlib import pyplot

    size = (5.5 * len(courses), 5.5)
    figure, panels = pyplot.subplots(1, len(courses), figsize=size, squeeze=False)
    for panel, (name, methods) in zip(panels[0], courses.items(), strict=True):
        _draw_panel(panel, name, methods, longest)
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncol=3, fontsize=8)
    figure.tight_layout(rect=(0, 0.14, 1, 1))
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)


def _draw_panel(panel: Any, name: str, methods: Courses, longest: float) -> None:
    for number, (method, points) in enumerate(methods.items()):
        seconds = [max(EARLIEST, point.seconds) for point in points]
        excess = [point.excess.two_way for point in points]
        panel.step(
            [*seconds, max(longest, seconds[-1])],
            [*excess, excess[-1]],
            where="post",
            label=method,
            color=f"C{number}",
            linewidth=2.5 if number == 0 else 1.2,
        )
    panel.set(xscale="log", yscale="log", title=name, xlabel="seconds", ylabel="two-way excess")
    panel.set_xlim(EARLIEST, longest)
    panel.grid(visible=True, which="both", alpha=0.2)
