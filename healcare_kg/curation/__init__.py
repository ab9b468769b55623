"""Changing the graph: the files of `data/` in memory, what changes, and writing them back."""
