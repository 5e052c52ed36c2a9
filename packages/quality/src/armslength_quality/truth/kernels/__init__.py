"""The loops that run over every answer, compiled by numba.

A kernel module is imported inside the `fit` that needs it, so that importing the package costs nothing; the compiled
code is kept on disk beside the source (or where NUMBA_CACHE_DIR says), so that it is compiled once per machine.
"""
