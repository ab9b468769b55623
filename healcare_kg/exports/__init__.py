"""The graph in the forms of other communities: one module a format, by that community's rules."""
