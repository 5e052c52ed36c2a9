"""The words of vendors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args
from uuid import UUID

GrantState = Literal["offered", "active", "paused", "frozen", "severed"]
"""offered: prepared, not open · active · paused: kept out for now · frozen: cut off by the wall or by hand, may thaw ·
severed: cut off for good, unless two people undo it."""

GrantReason = Literal["conflict", "announced", "expired", "exclusive", "unverified"]
"""Why the wall, rather than a person, took a grant out of `active`."""

BrandSource = Literal["list", "name", "owner", "domain"]
"""Where a brand word comes from: the owner's list, the tenant's own name, those who own it or whom it owns, and the
domains of its people's e-mail addresses."""

TellingPart = Literal["name", "description", "schema", "guideline", "offer"]
"""What of a project tells a vendor who its customer is."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A text of a project that a vendor reads; `version` 0 where a part has none."""

    vendor_id: UUID
    project_id: UUID
    part: TellingPart
    version: int = 0


PartyKind = Literal["organization", "person"]
EdgeState = Literal["rumoured", "announced", "closed", "ended"]
EdgeType = Literal[
    "shareholding", "votingRights", "appointmentOfBoard", "otherInfluenceOrControl", "seniorManagingOfficial",
    "settlor", "trustee", "protector", "beneficiaryOfLegalArrangement", "rightsToSurplusAssetsOnDissolution",
    "rightsToProfitOrIncome", "rightsGrantedByContract", "conditionalRightsGrantedByContract",
    "controlViaCompanyRulesOrArticles", "controlByLegalFramework", "boardMember", "boardChair", "unknownInterest",
    "unpublishedInterest", "enjoymentAndUseOfAssets", "rightToProfitOrIncomeFromAssets", "nominee", "nominator",
]  # fmt: skip
"""What is held: the interest types of the Beneficial Ownership Data Standard 0.4."""
EDGE_TYPES: Final[tuple[EdgeType, ...]] = get_args(EdgeType)

Profile = Literal["default", "government"]
OnAnnounced = Literal["pause", "freeze", "continue"]
"""What an announced edge does to a grant that it would close."""

WHOLE: Final = 10_000
"""All of it, in hundredths of a percent (basis points, bp)."""

Way = Literal["self", "influence", "control", "seat"]
Measure = Literal["self", "share", "control", "tie", "seat"]
"""How one party is led to another: by its multiplied share · by controlling it · by a contract, a board seat or
another tie · because somebody sits at both."""


@dataclass(frozen=True, slots=True)
class Edge:
    """`holder` holds `type` in `held`: the whole holding, between min_bp and max_bp (0..10000 = unknown).

    `own`: recorded by the tenant, not in the register.
    """

    id: UUID
    holder: UUID
    held: UUID
    type: EdgeType
    min_bp: int
    max_bp: int
    state: EdgeState
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    attested_at: datetime | None = None
    own: bool = False


Drafts = Literal["keep", "discard"]
"""What becomes of drafts after a cut: kept sealed, or destroyed."""

CutStep = Literal["leases", "reviews", "drafts"]
"""What follows a cut, done by the rooms that own it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut of a grant; `epoch` is the one it began, everything older is dead."""

    project_id: UUID
    vendor_id: UUID
    epoch: int

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Cut":
        """From an event's or a job's payload."""
        return cls(UUID(payload["project_id"]), UUID(payload["vendor_id"]), int(payload["epoch"]))

    @property
    def payload(self) -> dict[str, Any]:
        """As an event or a job carries it."""
        return {"project_id": str(self.project_id), "vendor_id": str(self.vendor_id), "epoch": self.epoch}
