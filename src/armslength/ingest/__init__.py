"""Ingest: items in. Files and rows become sealed items; every bad row is told with line, field and reason."""
