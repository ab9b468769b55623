"""How fast the program is, and how that grows with the graph: `python -m benchmarks`."""
