"""The brief: projects, their label schema and guideline in versions, and who takes part."""
