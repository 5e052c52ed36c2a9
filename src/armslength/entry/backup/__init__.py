"""Backup and restore of one machine's Armslength: the embedded database and the blobs together.

    backup:   deletes of blobs wait ─► a snapshot of the database, a link to every blob ─► deletes go on
              ─► pg_dump of that very snapshot, the blobs from their links, the list of digests last
    restore:  every digest compared on the way ─► pg_restore ─► every table counted ─► ready to start

Blobs are never changed and appear before the row that names them, so whatever the snapshot names is among the links.

A backup is a folder or a .tar of the same files:

    manifest.json     who made it, when, which migrations, how many rows, which keys it needs
    database.dump     pg_dump, custom format
    objects/…         the blobs, sealed
    keys/…            only when asked for: whoever has these and the rest can read everything
    SHA256SUMS        the digest of each of them; written last, so without it the backup is not whole
"""
