"""Documents that are made from the ontology and the graph, so that they can't say otherwise."""
