"""What is kept on disk between runs: read-only snapshots of graphs, and what queries' texts say."""
