"""All SQL of ingest, by table."""
