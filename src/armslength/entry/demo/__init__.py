"""`armslength demo`: the first life of a label in a minute, on the real product, left running to look at."""

from armslength.entry.demo.run import demo

__all__ = ["demo"]
