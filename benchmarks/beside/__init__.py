"""The same work given to two products that really run: ours, and Label Studio in an interpreter of its own."""
