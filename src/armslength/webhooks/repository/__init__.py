"""All SQL of webhooks."""
