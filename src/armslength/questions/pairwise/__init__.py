"""Pairwise: which of two responses is better, and by how much."""
