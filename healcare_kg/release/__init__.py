"""The graph as people download it: one file without imports, in each common RDF format."""
