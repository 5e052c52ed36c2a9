"""Storage: blobs in a folder or an object store."""
