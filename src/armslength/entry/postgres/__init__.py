"""A real PostgreSQL of our own: its data directory beside ours, a Unix socket, no port, no other user's business."""

from armslength.entry.postgres.cluster import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
