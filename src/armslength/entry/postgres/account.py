"""The operating-system account that PostgreSQL runs under: it refuses to run as root, so root steps down."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from armslength.entry.faults import CannotStart


@dataclass(frozen=True, slots=True)
class Account:
    """An account to step down to."""

    name: str
    uid: int
    gid: int


def choose_account(cluster: Path, wanted: str) -> Account | None:
    """Whom to run as; None = whoever we are, which is right for everybody but root.

    An existing cluster stays with its owner. Otherwise `wanted`, else an account called "armslength" if the operator
    made one, else "nobody". We never make accounts.
    """
    if os.geteuid() != 0:
        return None
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner != 0:
        return _by_uid(owner, cluster)
    if wanted:
        return _by_name(wanted)
    return _existing("armslength") or _by_name("nobody")


def _existing(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _by_name(name: str) -> Account:
    account = _existing(name)
    if account is None:
        raise CannotStart(
            f"PostgreSQL cannot run as root and this system has no account '{name}'; "
            "create one (useradd --system armslength) or name another in ARMSLENGTH_POSTGRES_ACCOUNT."
        )
    if account.uid == 0:
        raise CannotStart(
            f"PostgreSQL cannot run as '{name}', which is root; name another in ARMSLENGTH_POSTGRES_ACCOUNT."
        )
    return account


def _by_uid(uid: int, cluster: Path) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise CannotStart(
            f"The database in {cluster} belongs to user number {uid}, which has no account here; "
            f"create an account with that number, or give the directory to another (chown -R)."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
