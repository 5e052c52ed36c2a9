"""From PostgreSQL's log to one sentence."""

import re
from pathlib import Path

_FATAL = re.compile(r"(?:FATAL|PANIC|initdb: error|could not|error):?\s+(.*)")


def memory_in_use(log: str) -> bool:
    """Whether children of a killed postmaster still hold its shared memory; they leave within moments."""
    return "pre-existing shared memory block" in log


def explain(log: str, cluster: Path, log_file: Path) -> str:
    """Why it did not start."""
    if "No space left on device" in log:
        return (
            f"The disk that holds {cluster} is full; free some space and start again (nothing acknowledged was lost)."
        )
    if "Permission denied" in log or "has wrong ownership" in log or "has invalid permissions" in log:
        return not_ours(cluster)
    if memory_in_use(log) or 'lock file "postmaster.pid" already exists' in log:
        return f"Another PostgreSQL is using {cluster}; stop it first."
    said = _FATAL.findall(log)
    reason = f": {said[-1].strip().rstrip('.')}" if said else ""
    return f"PostgreSQL did not start{reason}; its log is {log_file}."


def not_ours(cluster: Path) -> str:
    """Somebody else's files."""
    return (
        f"The database in {cluster} belongs to another account or is not readable; "
        "start as the account that made it, or set ARMSLENGTH_DATA to a directory of your own."
    )


def other_major(cluster: Path, found: str, ours: int) -> str:
    """A cluster of another PostgreSQL."""
    if found.isdigit() and int(found) > ours:
        return (
            f"The database in {cluster} was made by PostgreSQL {found}, newer than the {ours} of this Armslength; "
            "start the newer Armslength that made it."
        )
    return (
        f"The database in {cluster} was made by PostgreSQL {found} and this Armslength brings {ours}; "
        "dump it with the old version and load it into a new data directory."
    )
