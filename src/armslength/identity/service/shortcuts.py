"""The keys that a person has chosen for commands of the web app."""

from collections.abc import Mapping, Sequence

from armslength.identity import rules
from armslength.identity.errors import BadShortcut
from armslength.identity.model import Actor
from armslength.identity.repository import shortcuts
from armslength.identity.schemas import Shortcuts as Chosen
from armslength.kit.db import Database


class Shortcuts:
    """Which commands there are, the web app knows; what is kept is well formed and clashes with nothing kept."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def mine(self, actor: Actor) -> Chosen:
        """One's own keys; a command that is not among them has the shipped ones."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return Chosen(await shortcuts.of(tx, actor.person_id))

    async def choose(self, actor: Actor, keys: Mapping[str, Sequence[str]]) -> Chosen:
        """These keys from now on, and the shipped ones for all that is left out. Raises BadShortcut."""
        tidy = {command: [rules.tidy_keys(one) for one in each] for command, each in keys.items()}
        problem = rules.shortcut_problem(tidy)
        if problem:
            raise BadShortcut(problem[1], field=f"keys.{problem[0]}")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("shortcuts", actor.person_id)
            await shortcuts.replace(tx, actor.person_id, tidy)
            return Chosen(await shortcuts.of(tx, actor.person_id))
