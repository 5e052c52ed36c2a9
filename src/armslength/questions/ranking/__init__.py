"""Ranking: responses from best to worst, with ties."""
