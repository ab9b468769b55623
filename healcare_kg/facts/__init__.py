"""The facts format: entities as JSON lines with sourced statements, read into the graph."""
