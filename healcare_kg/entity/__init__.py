"""One entity in full: what is known of it with its sources, and its lineage."""
