"""Reasoning over the graph: HermiT's answer, why it is no, and the profiles of OWL 2."""
