"""Export formats: one module each, one line each in the registry. All pure: records in, rows out, bytes out."""
