"""What `armslength-quality` can be told to do, a command a file: `add` says its options, `run` obeys."""
