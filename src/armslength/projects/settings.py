"""What a new project starts with, where neither its maker nor its preset says."""

from armslength.kit.settings import Settings


class ProjectsSettings(Settings, frozen=True):
    """Defaults of new projects (ARMSLENGTH_PROJECTS_<KNOB>)."""

    overlap: int = 1
    """Answers wanted for each item."""
    overlap_risk: float = 0.05
    """Where more people are asked about what is unsure: the chance of a wrong label that is accepted."""
    overlap_tolerance: float = 0.05
    """There too: how far a number may be off, as a part of its range."""
    review_share: float = 0.1
    """Share of answers that are drawn for review, 0 to 1."""
    lease_seconds: int = 1800
    """How long an assignment is held without a sign of life."""
