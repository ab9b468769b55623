"""Surveys in Markdown: their tables read into the graph, and written from it."""
