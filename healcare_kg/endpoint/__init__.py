"""SPARQL servers: asking one over the SPARQL 1.1 Protocol, and loading the graph into one."""
