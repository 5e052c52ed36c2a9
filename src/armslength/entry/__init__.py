"""The doors: HTTP, worker, command line; and the wiring, the only file that knows everyone."""
