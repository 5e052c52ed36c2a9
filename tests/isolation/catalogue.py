"""What the database's own catalogue says about isolation. Each check returns the names that break its rule."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

Connection = Any  # asyncpg.Connection, generic only in its stubs

AT_THE_DOOR = {"organization", "person", "password", "affiliation", "setup_link", "sign_in_attempt"}
REGISTER = {"party", "ownership_edge"}
"""Kept by the operator, looked at by every tenant."""
AT_THE_WALL = {*REGISTER, "organization_party", "conflict_edge", "person_history", "wall_claim", "move_judged"}
AT_THE_FIGURES = {"figure_part", "figure_shown"}
HUB_WIDE = {*AT_THE_DOOR, *AT_THE_WALL, *AT_THE_FIGURES, "worker_heartbeat"}
"""Tables without a tenant: people, firms and who owns whom are one for the whole hub."""

RANDOM_KEYS = {
    "session_pkey": "sha256 of 256 random bits",
    "api_key_secret_hash_key": "sha256 of 256 random bits",
    "invitation_token_hash_key": "sha256 of 256 random bits",
}
"""Unique keys of tenant tables that need no tenant: that a hash exists tells nothing to whoever lacks the secret."""

TENANT_RULE = "(tenant_id = armslength_tenant())"
_DOOR = "(armslength_scope() = 'door'::text)"
_WALL = "(armslength_scope() = 'wall'::text)"
_FIGURES = "(armslength_scope() = 'figures'::text)"
_WORKER = "(armslength_scope() = 'worker'::text)"

OTHER_POLICIES = {
    # at the door, where we find out who is asking
    **{(table, "door", "*"): _DOOR for table in AT_THE_DOOR},
    **{(table, "door", "*"): _DOOR for table in ("membership", "session", "api_key", "invitation")},
    **{(table, "door", "r"): _DOOR for table in ("project", "project_member", "vendor_grant", "vendor")},
    # the wall decides across tenants: the register, who conflicts with whom, which firm is which party
    **{(table, "wall", "*"): _WALL for table in AT_THE_WALL},
    **{(table, "wall", "r"): _WALL for table in ("vendor_grant", "vendor", "organization", "project")},
    # who knows what of whom, and who has been let off
    **{(table, "wall", "r"): _WALL for table in ("person_waiver", "affiliation")},
    ("clearance", "wall", "*"): _WALL,
    **{(table, "tenant_sees", "r"): "(armslength_tenant() IS NOT NULL)" for table in REGISTER},
    ("organization_party", "tenant_sees", "r"): None,
    # what has left its tenant, and whom people show it; which firms are one, as the operator says
    **{(table, "figures", "*"): _FIGURES for table in AT_THE_FIGURES},
    ("organization_party", "figures", "r"): _FIGURES,
    # the worker looks for what is due, in all tenants
    ("job", "worker", "*"): _WORKER,
    ("outbox", "worker", "*"): _WORKER,
    ("turn", "worker", "*"): _WORKER,
    ("organization", "worker", "r"): f"((kind = 'customer'::text) AND {_WORKER})",
    ("worker_heartbeat", "anyone", "*"): "true",
    # a tenant looks at people and firms; it can end seats and sessions, not make them
    ("membership", "tenant_sees", "r"): TENANT_RULE,
    ("membership", "tenant_changes", "w"): TENANT_RULE,
    ("session", "tenant_sees", "r"): TENANT_RULE,
    ("session", "tenant_ends", "d"): TENANT_RULE,
    ("person", "tenant_sees", "r"): None,
    ("organization", "tenant_sees", "r"): None,
    ("organization", "tenant_names_vendor", "a"): None,
}
"""Every policy that is not the plain one, by (table, name, command); None = too long to repeat, tested by behaviour."""

CROSS_TENANT_INDEXES = {
    "membership_person": "the door",
    "session_person": "the door",
    "session_expiry": "the door",
    "clearance_person": "the wall",
    "job_due": "the worker",
    "outbox_open": "the worker",
    "turn_due": "the worker",
}
"""Indexes of tenant tables that do not begin with the tenant, and whom they serve."""

DEFINERS: set[str] = {"armslength_count_items", "armslength_count_grown"}
"""SECURITY DEFINER functions that may exist: counting tables for the planner, which reads and tells nothing."""

Check = Callable[[Connection], Awaitable[list[str]]]

_TABLES = """
    pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')
"""
_HAS_TENANT = """
    exists (select from pg_attribute a where a.attrelid = {} and a.attname = 'tenant_id' and not a.attisdropped)
"""
_POWERS = ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")


async def _names(owner: Connection, sql: str, *args: object) -> list[str]:
    return sorted(row[0] for row in await owner.fetch(sql, *args))


async def tables(owner: Connection) -> list[str]:
    """Every table of the product."""
    return await _names(owner, f"select c.relname from {_TABLES}")


async def tenant_tables(owner: Connection) -> list[str]:
    """Those whose rows belong to a tenant."""
    return await _names(owner, f"select c.relname from {_TABLES} and {_HAS_TENANT.format('c.oid')}")


async def without_forced_row_security(owner: Connection) -> list[str]:
    return await _names(owner, f"select c.relname from {_TABLES} and not (relrowsecurity and relforcerowsecurity)")


async def without_policy(owner: Connection) -> list[str]:
    return await _names(
        owner, f"select c.relname from {_TABLES} and not exists (select from pg_policy p where p.polrelid = c.oid)"
    )


async def without_tenant(owner: Connection) -> list[str]:
    return sorted(set(await tables(owner)) - set(await tenant_tables(owner)) - HUB_WIDE)


async def unexpected_policies(owner: Connection) -> list[str]:
    """Policies that are neither the plain one nor on the list, or are restrictive, bound to a role, or changed."""
    rows = await owner.fetch(
        "select c.relname, p.polname, p.polcmd::text, p.polpermissive, p.polroles = '{0}' as for_all,"
        " pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as checking"
        " from pg_policy p join pg_class c on c.oid = p.polrelid"
    )
    return sorted(f"{row['relname']}.{row['polname']}" for row in rows if not _expected(row))


def _expected(row: asyncpg.Record) -> bool:
    key = (row["relname"], row["polname"], row["polcmd"])
    rules = {rule for rule in (row["using"], row["checking"]) if rule is not None}
    plain = key[1:] == ("tenant", "*") and rules == {TENANT_RULE} and None not in (row["using"], row["checking"])
    listed = key in OTHER_POLICIES and OTHER_POLICIES[key] in (None, *rules) and (len(rules) == 1)
    return row["polpermissive"] and row["for_all"] and (plain or listed)


async def owned_by_app(owner: Connection) -> list[str]:
    return await _names(
        owner,
        "select relname::text from pg_class where relowner = 'armslength_app'::regrole"
        " union all select proname::text from pg_proc where proowner = 'armslength_app'::regrole"
        " union all select nspname::text from pg_namespace where nspowner = 'armslength_app'::regrole"
        " union all select datname::text from pg_database where datdba = 'armslength_app'::regrole"
        " union all select typname::text from pg_type where typowner = 'armslength_app'::regrole",
    )


async def powers_of_app(owner: Connection) -> list[str]:
    """What would let the app's role step around row security."""
    role = await owner.fetchrow("select * from pg_roles where rolname = 'armslength_app'")
    held = [name for name in _POWERS if role[name]]
    held += await _names(
        owner, "select roleid::regrole::text from pg_auth_members where member = 'armslength_app'::regrole"
    )
    for schema in await owner.fetch("select nspname from pg_namespace where nspname !~ '^pg_'"):
        if await owner.fetchval("select has_schema_privilege('armslength_app', $1, 'create')", schema[0]):
            held.append(f"create in {schema[0]}")
    if await owner.fetchval("select has_database_privilege('armslength_app', current_database(), 'create')"):
        held.append("create in database")
    return held


async def excessive_grants(owner: Connection) -> list[str]:
    """More than select, insert, update, delete: TRUNCATE and REFERENCES pass by the rows; TRIGGER runs code."""
    return await _names(
        owner,
        "select format('%s %s to %s', g.privilege_type, c.relname, case g.grantee when 0 then 'public'"
        " else g.grantee::regrole::text end) from pg_class c join pg_namespace n on n.oid = c.relnamespace,"
        " aclexplode(c.relacl) g where n.nspname = 'public' and g.grantee <> c.relowner"
        " and (g.grantee <> 'armslength_app'::regrole or c.relkind in ('r', 'p')"
        " and g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))",
    )


async def keys_without_tenant(owner: Connection) -> list[str]:
    """Unique keys of tenant tables that do not begin with the tenant: a collision would tell of another's row."""
    found = await _names(
        owner,
        "select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid"
        " join pg_namespace n on n.oid = c.relnamespace left join pg_attribute a"
        " on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where n.nspname = 'public' and i.indisunique"
        f" and {_HAS_TENANT.format('i.indrelid')} and a.attname is distinct from 'tenant_id'",
    )
    return [name for name in found if name not in RANDOM_KEYS]


async def indexes_without_tenant(owner: Connection) -> list[str]:
    found = await _names(
        owner,
        "select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid"
        " join pg_namespace n on n.oid = c.relnamespace left join pg_attribute a"
        " on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where n.nspname = 'public' and not i.indisunique"
        f" and {_HAS_TENANT.format('i.indrelid')} and a.attname is distinct from 'tenant_id'",
    )
    return [name for name in found if name not in CROSS_TENANT_INDEXES]


async def foreign_keys_across_tenants(owner: Connection) -> list[str]:
    """Foreign keys between tenant tables that do not carry the tenant: they would accept another tenant's row."""
    return await _names(
        owner,
        "select format('%s.%s', k.conrelid::regclass, k.conname) from pg_constraint k where k.contype = 'f'"
        f" and {_HAS_TENANT.format('k.conrelid')} and {_HAS_TENANT.format('k.confrelid')}"
        " and not exists (select from unnest(k.conkey, k.confkey) as pair(mine, theirs)"
        " join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine and a.attname = 'tenant_id'"
        " join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'tenant_id')",
    )


async def nullable_tenants(owner: Connection) -> list[str]:
    return await _names(
        owner,
        f"select c.relname from {_TABLES} and exists (select from pg_attribute a where a.attrelid = c.oid"
        " and a.attname = 'tenant_id' and not (a.attnotnull and a.atttypid = 'uuid'::regtype))",
    )


async def leaky_views(owner: Connection) -> list[str]:
    """Views without security_invoker, which read as their owner, and every materialised view."""
    return await _names(
        owner,
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
        " and (c.relkind = 'm' or c.relkind = 'v'"
        " and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false))",
    )


async def definer_functions(owner: Connection) -> list[str]:
    found = await _names(
        owner,
        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prosecdef",
    )
    return [name for name in found if name not in DEFINERS]


async def triggers(owner: Connection) -> list[str]:
    """Triggers and rules on tables: code that runs unseen, and that sharding by tenant does not carry."""
    return await _names(
        owner,
        "select tgname::text from pg_trigger where not tgisinternal"
        " union all select rulename::text from pg_rewrite w join pg_class c on c.oid = w.ev_class"
        " join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')",
    )


async def other_schemas_open_to_app(owner: Connection) -> list[str]:
    return await _names(
        owner,
        "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')"
        " and has_schema_privilege('armslength_app', oid, 'usage')",
    )


CHECKS: list[Check] = [
    without_forced_row_security, without_policy, without_tenant, unexpected_policies, owned_by_app, powers_of_app,
    excessive_grants, keys_without_tenant, indexes_without_tenant, foreign_keys_across_tenants, nullable_tenants,
    leaky_views, definer_functions, triggers, other_schemas_open_to_app,
]  # fmt: skip
