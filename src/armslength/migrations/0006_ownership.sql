-- Who holds what of whom, who is whose rival, and what follows for grants.
--
-- Two kinds of knowledge. The *register* (party, ownership_edge) is kept by the hub's operator, holds for every tenant and
-- may be looked at by each. What a tenant records itself (tenant_party, tenant_edge, rival) holds for that tenant alone.
--
-- A fourth scope joins tenant, door and worker: 'wall', under which one transaction may see what no tenant may see of
-- another: who conflicts with whom, and which firm is which party. For the rooms vendors and walls only.

create table party (
    id uuid primary key,
    kind text not null check (kind in ('organization', 'person')),
    name text not null check (length(name) between 1 and 300),
    jurisdiction text check (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
    identifiers jsonb not null default '[]',        -- [{"scheme", "id"}], e.g. of a company register
    record_id text not null unique check (length(record_id) between 1 and 200),  -- its name in imported statements
    recorded_at timestamptz not null
);

-- One version of one statement: `from_party` holds `type` in `to_party`, the whole holding, within min..max hundredths of
-- a percent (0..10000 = unknown). A change is a new version; what was believed earlier stays.
create table ownership_edge (
    id uuid not null,
    version int not null check (version > 0),
    from_party uuid not null references party,
    to_party uuid not null references party,
    type text not null check (length(type) between 1 and 60),
    min_bp int not null check (min_bp between 0 and 10000),
    max_bp int not null check (max_bp between min_bp and 10000),
    state text not null check (state in ('rumoured', 'announced', 'closed', 'ended')),
    valid_from timestamptz,
    valid_until timestamptz check (valid_until > valid_from),
    source text not null check (length(source) <= 2000),
    attested_at timestamptz,
    record_id text not null check (length(record_id) between 1 and 200),
    recorded_at timestamptz not null,
    replaced_at timestamptz,
    primary key (id, version),
    check (from_party <> to_party)
);
create unique index ownership_edge_current on ownership_edge (id) where replaced_at is null;
create unique index ownership_edge_record on ownership_edge (record_id) where replaced_at is null;
create index ownership_edge_from on ownership_edge (from_party) where replaced_at is null;
create index ownership_edge_to on ownership_edge (to_party) where replaced_at is null;

-- Which party a customer is. Said by the operator: a tenant that could say it of itself could pose as another's rival.
create table customer_party (
    organization_id uuid primary key references organization,
    party_id uuid not null references party,
    since timestamptz not null
);

-- "These two customers keep apart", as the wall sees it: symmetric, not transitive, one open row per pair, made and
-- ended in the transaction that changes a rival or an edge. `by_low` / `by_high`: whose rivals include the other.
create table conflict_edge (
    id uuid primary key,
    low uuid not null references organization,
    high uuid not null references organization,
    by_low boolean not null,
    by_high boolean not null,
    since timestamptz not null,
    until timestamptz,
    check (low < high),
    check (until is not null or by_low or by_high)
);
create unique index conflict_edge_open on conflict_edge (low, high) where until is null;
create index conflict_edge_high on conflict_edge (high, low);

-- The parties of a tenant's own records: known to it alone, or its use of one from the register (`register_id`). Its
-- vendors stand here under their organization's id, the tenant itself under its own.
create table tenant_party (
    tenant_id uuid not null references organization,
    id uuid not null,
    register_id uuid references party,
    kind text not null check (kind in ('organization', 'person')),
    name text not null check (length(name) between 1 and 300),
    jurisdiction text check (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
    identifiers jsonb not null default '[]',
    record_id text not null check (length(record_id) between 1 and 200),
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, record_id)
);
call armslength_wall('tenant_party', 'select, insert, update');

create table tenant_edge (
    tenant_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    from_party uuid not null,
    to_party uuid not null,
    type text not null check (length(type) between 1 and 60),
    min_bp int not null check (min_bp between 0 and 10000),
    max_bp int not null check (max_bp between min_bp and 10000),
    state text not null check (state in ('rumoured', 'announced', 'closed', 'ended')),
    valid_from timestamptz,
    valid_until timestamptz check (valid_until > valid_from),
    source text not null check (length(source) <= 2000),
    attested_at timestamptz,
    record_id text not null check (length(record_id) between 1 and 200),
    recorded_by uuid,
    recorded_at timestamptz not null,
    replaced_at timestamptz,
    primary key (tenant_id, id, version),
    check (from_party <> to_party),
    foreign key (tenant_id, from_party) references tenant_party,
    foreign key (tenant_id, to_party) references tenant_party
);
create unique index tenant_edge_current on tenant_edge (tenant_id, id) where replaced_at is null;
create unique index tenant_edge_record on tenant_edge (tenant_id, record_id) where replaced_at is null;
call armslength_wall('tenant_edge', 'select, insert, update');

-- Whom a tenant competes with. No other tenant and no vendor ever sees it.
create table rival (
    tenant_id uuid not null,
    party_id uuid not null,
    note text not null check (length(note) <= 2000),
    named_by uuid not null,
    named_at timestamptz not null,
    primary key (tenant_id, party_id),
    foreign key (tenant_id, party_id) references tenant_party,
    foreign key (tenant_id, named_by) references membership
);
call armslength_wall('rival', 'select, insert, delete');

-- How strict a tenant is. Tighter than its profile, never looser.
create table ownership_setting (
    tenant_id uuid primary key references organization,
    profile text not null check (profile in ('default', 'government')),
    threshold_bp int not null check (threshold_bp between 1 and case profile when 'government' then 500 else 1000 end),
    on_announced text not null check (on_announced in ('pause', 'freeze', 'continue')),
    changed_at timestamptz not null
);
call armslength_wall('ownership_setting', 'select, insert, update');

-- What was last computed, in the transaction of the change: whom a vendor leads to. `way`: the vendor itself, above it
-- by influence, or below those by control; `state` says whether an announced edge is needed; `top` = nobody above it.
create table vendor_reach (
    tenant_id uuid not null,
    vendor_id uuid not null,
    party_id uuid not null,                         -- a party of the register, or else of the tenant
    way text not null check (way in ('self', 'influence', 'control')),
    state text not null check (state in ('closed', 'announced')),
    share_bp int not null check (share_bp between 0 and 10000),
    top boolean not null,
    primary key (tenant_id, vendor_id, party_id),
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id)
);
call armslength_wall('vendor_reach', 'select, insert, delete');

-- Where a vendor's reach meets the tenant's rivals: one row per vendor, reached party and rival while that holds.
-- `edge_id` instead of `rival_id`: another customer's rivalry, of which this tenant learns the effect and no name.
create table vendor_conflict (
    tenant_id uuid not null,
    id uuid not null,
    vendor_id uuid not null,
    party_id uuid not null,
    rival_id uuid,
    edge_id uuid,
    state text not null check (state in ('closed', 'announced')),
    path jsonb not null,                            -- why, as it stood: [{"from", "to", "type", "max_bp", "edge"}]
    since timestamptz not null,
    until timestamptz,
    primary key (tenant_id, id),
    check ((rival_id is null) <> (edge_id is null)),
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id)
);
create unique index vendor_conflict_open on vendor_conflict
    (tenant_id, vendor_id, party_id, coalesce(rival_id, edge_id), state) where until is null;
call armslength_wall('vendor_conflict', 'select, insert, update');

-- "We accept this very conflict until then": asked for by one person, approved by another.
create table waiver (
    tenant_id uuid not null,
    id uuid not null,
    conflict_id uuid not null,
    reason text not null check (length(reason) between 1 and 2000),
    asked_by uuid not null,
    asked_at timestamptz not null,
    approved_by uuid,
    approved_at timestamptz,
    expires_at timestamptz not null,
    ended_by uuid,
    ended_at timestamptz,
    primary key (tenant_id, id),
    check (approved_by <> asked_by),
    check ((approved_by is null) = (approved_at is null)),
    check (expires_at > asked_at),
    foreign key (tenant_id, conflict_id) references vendor_conflict,
    foreign key (tenant_id, asked_by) references membership,
    foreign key (tenant_id, approved_by) references membership,
    foreign key (tenant_id, ended_by) references membership
);
create index waiver_conflict on waiver (tenant_id, conflict_id);
call armslength_wall('waiver', 'select, insert, update');

-- Grants in all their states. The epoch grows at every cut (frozen, severed); what carries an older one is dead.
-- Open = `armslength_grant_open(state, clear_until, now)`: active, and the last decision still holds.
alter table vendor_grant drop constraint vendor_grant_state_check;
alter table vendor_grant
    add constraint vendor_grant_state_check check (state in ('offered', 'active', 'paused', 'frozen', 'severed')),
    add column reason text check (reason in ('conflict', 'announced', 'expired', 'exclusive', 'unverified')),  -- the wall's, not a person's
    add column clear_until timestamptz,             -- when a waiver, an attestation or an edge next changes; null: no such moment
    add column served_until timestamptz;            -- when it last stopped being active

create function armslength_grant_open(state text, clear_until timestamptz, at timestamptz) returns boolean
    language sql immutable parallel safe return state = 'active' and (clear_until is null or clear_until > at);

-- The advisory lock of a grant: a delivery holds it shared while it authorises and records, a cut holds it exclusively.
create function armslength_grant_lock(of_tenant uuid, of_project uuid, of_vendor uuid) returns bigint
    language sql immutable parallel safe
    return hashtextextended(of_tenant::text || of_project::text || of_vendor::text, 4);

-- How far apart a project's people are kept, and whether unverified vendors are kept out.
alter table project
    add column exclusivity text not null default 'person' check (exclusivity in ('none', 'person', 'pod', 'vendor')),
    add column restricted boolean not null default false;

do $$
declare
    wall text := '(select armslength_scope()) = ''wall''';
    t text;
begin
    foreach t in array array['party', 'ownership_edge', 'customer_party', 'conflict_edge'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy wall on %I using (%s) with check (%s)', t, wall, wall);
        execute format('grant select, insert, update on %I to armslength_app', t);
    end loop;
    foreach t in array array['party', 'ownership_edge'] loop
        execute format('create policy tenant_sees on %I for select using ((select armslength_tenant()) is not null)', t);
    end loop;
    -- A vendor bound to one customer alone is bound across tenants.
    foreach t in array array['vendor_grant', 'tenant_party', 'project'] loop
        execute format('create policy wall on %I for select using (%s)', t, wall);
    end loop;
end $$;
create policy tenant_sees on customer_party for select using (organization_id = (select armslength_tenant()));
create policy wall on organization for select using (kind = 'customer' and (select armslength_scope()) = 'wall');
