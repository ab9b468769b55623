"""Query texts: shipped queries, their parameters, and errors that people can read."""
