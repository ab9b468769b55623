"""Hugging Face cards read into the graph: front matter, what it states, and the facts it gives."""
