"""Simulated people with known confusion, who work through the real HTTP API like everybody else."""

from armslength.entry.simulate.minds import Mind, Truth
from armslength.entry.simulate.run import Outcome, Plan, simulate

__all__ = ["Mind", "Outcome", "Plan", "Truth", "simulate"]
