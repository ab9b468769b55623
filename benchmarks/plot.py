"""The plot of the performance page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.growth import Size, asked
from healcare_kg.sparql.catalog import find_query

__all__ = ["plot"]

_ONE, _ALL, _OTHER = "#2166ac", "#b2182b", "#444444"


def plot(sizes: Sequence[Size], path: Path) -> bool:
    """Draw seconds by triples as an SVG; False where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return False
    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "healcare-kg"  # the same figures give the same bytes
    mpl.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(9, 5.5), layout="constrained")
    triples = [size.triples for size in sizes]
    for name in sizes[-1].queries:
        taken = [size.queries[name] for size in sizes if name in size.queries]
        if len(taken) == len(sizes) and not any(t.problem for t in taken):
            color = _ONE if asked(find_query(name)) else _ALL
            axes.plot(triples, [t.seconds for t in taken], color=color, alpha=0.7, marker=".")
    for line, label in ((_ONE, "a query with a parameter"), (_ALL, "a query over everything")):
        axes.plot([], [], color=line, marker=".", label=label)
    first, load = [s.first.seconds for s in sizes], [s.load.seconds for s in sizes]
    axes.plot(triples, first, color=_OTHER, marker="o", label="first run: read, build the snapshot")
    axes.plot(triples, load, color=_OTHER, ls="--", marker="o", label="reading into memory")
    opening = [size.open.seconds for size in sizes]
    axes.plot(triples, opening, color=_OTHER, ls=":", marker="o", label="a run that asks nothing")
    axes.axhline(1, color="black", lw=0.6)
    axes.set(xscale="log", yscale="log", xlabel="triples", ylabel="seconds, whole process")
    axes.set_xticks(triples, labels=[f"{n:,.0f}" for n in triples])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda seconds, _: f"{seconds:g}")
    axes.set_ylim(bottom=0.05)
    axes.grid(which="major", alpha=0.3)
    figure.legend(loc="outside upper left", frameon=False, ncols=3)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return True
