"""What vendors tells rooms nearer the end of a label's life."""

from typing import Final

GRANT_CUT: Final = "vendors.grant_cut"
"""A vendor was cut off from a project: {"project_id", "vendor_id", "epoch", "state", "drafts"}. What an earlier epoch
gave out is dead already; whoever gave it takes it back and says so (`Cuts.step`)."""

GRANT_CHANGED: Final = "vendors.grant_changed"
"""A vendor was let in, kept out for now, or cut off: {"project_id", "vendor_id", "state"}. Whoever counted on its
people, or on their absence, looks anew."""

OFFERED: Final = "vendors.offered"
"""A project was offered to a vendor: {"project_id", "vendor_id", "offer_id", "by"}."""

OFFER_ANSWERED: Final = "vendors.offer_answered"
"""The vendor answered: {"project_id", "vendor_id", "offer_id", "state", "by"}; `state`: accepted or declined."""
