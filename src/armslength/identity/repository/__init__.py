"""All SQL of identity: `asking` (who is asking), `accounts` (people and passwords), `seats`, `invitations`, `keys`."""
