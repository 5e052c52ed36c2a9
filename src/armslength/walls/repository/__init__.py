"""All SQL of the gateway: what is delivered, and who was cut off."""
