"""A project whose question is split: each branch is asked in a project of its own, and assembled here."""
