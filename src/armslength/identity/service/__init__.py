"""The verbs of identity, by part: founding, sessions, people, invitations, keys, shortcuts."""

import secrets
from collections.abc import Callable

from armslength.identity.model import Grants
from armslength.identity.service.founding import Founding
from armslength.identity.service.invitations import Invitations
from armslength.identity.service.keys import Keys
from armslength.identity.service.passwords import Passwords
from armslength.identity.service.people import People
from armslength.identity.service.sessions import Sessions
from armslength.identity.service.shortcuts import Shortcuts
from armslength.identity.settings import IdentitySettings
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Sweep


class IdentityService:
    """Who is asking. `public_url` is the address people type; `random_bytes` must be fit for secrets."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        grants: Grants,
        settings: IdentitySettings,
        public_url: str,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.public_url = public_url.rstrip("/")
        passwords = Passwords(settings)
        self.sessions = Sessions(db, clock, settings, passwords, random_bytes)
        self.founding = Founding(db, clock, settings, self.sessions, random_bytes)
        self.people = People(db, clock)
        self.invitations = Invitations(db, clock, settings, grants, self.sessions, self.public_url, random_bytes)
        self.keys = Keys(db, clock, random_bytes)
        self.shortcuts = Shortcuts(db)

    @property
    def https(self) -> bool:
        """Whether people come by https, so that the cookie may insist on it."""
        return self.public_url.startswith("https://")

    def sweeps(self) -> list[Sweep]:
        """Now and then: forget sessions that have ended and password tries that no longer count."""
        return [Sweep("identity.forget", 600, lambda db, clock: self.sessions.sweep())]

    async def owner_exists(self) -> bool:
        """Whether the first owner has set this installation up."""
        return await self.founding.owner_exists()

    async def create_setup_link(self) -> str:
        """A new one-time token for the first owner; earlier ones end. Raises SetupEnded when there is an owner."""
        return await self.founding.create_setup_link()

    def setup_url(self, token: str) -> str:
        """The page that takes the token; it travels behind the #, which browsers do not send and servers do not log."""
        return f"{self.public_url}/setup#token={token}"
