-- The ground: how a tenant table is made, and the hub-wide tables (few, read-mostly).
--
-- Every table is FORCE row-level secured. Three transaction-local settings decide what a transaction sees, all set
-- by kit.db and nothing else: app.tenant (whose rows), app.person (who asks), app.scope ('door' while we find out
-- who is asking, 'worker' while a worker looks for a job). Unset means no rows.

create function armslength_tenant() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.tenant', true), '')::uuid;
create function armslength_scope() returns text language sql stable parallel safe
    return coalesce(current_setting('app.scope', true), '');

-- Walls in a tenant table: rows of the transaction's tenant and no others. `rights` is what the app role may do.
create procedure armslength_wall(table_name text, rights text) language plpgsql as $$
begin
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy tenant on %I using (tenant_id = (select armslength_tenant())) with check (tenant_id = (select armslength_tenant()))', table_name);
    execute format('grant %s on %I to armslength_app', rights, table_name);
end $$;

create table organization (
    id uuid primary key,
    kind text not null check (kind in ('customer', 'vendor')),
    name text not null check (length(name) between 1 and 200),
    created_at timestamptz not null
);

create table person (
    id uuid primary key,
    email text not null check (length(email) between 3 and 320),
    name text not null check (length(name) between 1 and 200),
    created_at timestamptz not null,
    disabled_at timestamptz
);
create unique index person_email on person (lower(email));

-- Apart from the person, so that nothing that may look at people can ever reach it: the door alone sees this table.
create table password (
    person_id uuid primary key references person,
    hash text not null,                             -- argon2id
    changed_at timestamptz not null
);

-- Who works for whom: hub-wide, because a person has one history whatever the tenant.
create table affiliation (
    organization_id uuid not null references organization,
    person_id uuid not null references person,
    since timestamptz not null,
    until timestamptz,
    primary key (organization_id, person_id)
);

-- A tenant's vendors: the firms it has named.
create table vendor (
    tenant_id uuid not null references organization,
    organization_id uuid not null references organization,
    created_at timestamptz not null,
    primary key (tenant_id, organization_id),
    check (organization_id <> tenant_id)
);

-- A person's seat in a tenant: exactly one side and one employer there. The customer's side works for the tenant
-- itself, the vendor's side for a firm that the tenant has named.
create table membership (
    tenant_id uuid not null references organization,
    person_id uuid not null references person,
    organization_id uuid not null,
    side text not null check (side in ('customer', 'vendor')),
    role text not null check (role in ('owner', 'manager', 'reviewer', 'annotator')),
    created_at timestamptz not null,
    ended_at timestamptz,
    vendor_id uuid generated always as (case when side = 'vendor' then organization_id end) stored,
    primary key (tenant_id, person_id),
    check ((side = 'customer') = (organization_id = tenant_id)),
    foreign key (organization_id, person_id) references affiliation,
    foreign key (tenant_id, vendor_id) references vendor
);
create index membership_person on membership (person_id);

create table session (
    id_hash bytea primary key,                      -- sha256 of the cookie's 256 random bits
    person_id uuid not null,
    tenant_id uuid not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    user_agent text not null,
    foreign key (tenant_id, person_id) references membership
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

create table api_key (
    tenant_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    name text not null check (length(name) between 1 and 100),
    prefix text not null,
    secret_hash bytea not null unique,              -- of 256 random bits: uniqueness tells nothing
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, person_id) references membership
);

create table invitation (
    tenant_id uuid not null references organization,
    id uuid not null,
    token_hash bytea not null unique,               -- of 256 random bits
    email text not null check (length(email) between 3 and 320),
    organization_id uuid not null references organization,
    role text not null check (role in ('owner', 'manager', 'reviewer', 'annotator')),
    projects jsonb not null,                        -- [{"id": project, "role": role}]
    invited_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    vendor_id uuid generated always as (case when organization_id <> tenant_id then organization_id end) stored,
    primary key (tenant_id, id),
    foreign key (tenant_id, invited_by) references membership,
    foreign key (tenant_id, vendor_id) references vendor
);

-- The one-time link of the first owner.
create table setup_link (
    token_hash bytea primary key,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

-- Password tries per (address, e-mail) and window; slows a guesser without locking the owner of the e-mail out.
create table sign_in_attempt (
    key_hash bytea not null,
    window_start timestamptz not null,
    tries int not null,
    primary key (key_hash, window_start)
);
create index sign_in_attempt_window on sign_in_attempt (window_start);

-- The hub-wide tables open at the door, where we find out who is asking. From inside a tenant: its own firm and its
-- vendors', the people who hold or held a seat, seats and sessions that may be ended but not made, keys, invitations.
-- People, seats, sessions and passwords come to be at the door and nowhere else.
call armslength_wall('vendor', 'select, insert, update');
do $$
declare
    door text := '(select armslength_scope()) = ''door''';
    mine text := 'tenant_id = (select armslength_tenant())';
    t text;
begin
    foreach t in array array['organization', 'person', 'password', 'affiliation', 'membership', 'session', 'api_key',
                             'invitation', 'setup_link', 'sign_in_attempt'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy door on %I using (%s) with check (%s)', t, door, door);
    end loop;
    foreach t in array array['api_key', 'invitation'] loop
        execute format('create policy tenant on %I using (%s) with check (%s)', t, mine, mine);
    end loop;
    execute format('create policy tenant_sees on membership for select using (%s)', mine);
    execute format('create policy tenant_changes on membership for update using (%s) with check (%s)', mine, mine);
    execute format('create policy tenant_sees on session for select using (%s)', mine);
    execute format('create policy tenant_ends on session for delete using (%s)', mine);
    execute format('create policy tenant_sees on person for select using
        (exists (select from membership m where m.%s and m.person_id = person.id))', mine);
    execute format('create policy tenant_sees on organization for select using (id = (select armslength_tenant())
        or exists (select from vendor v where v.%s and v.organization_id = organization.id))', mine);
end $$;
create policy tenant_names_vendor on organization for insert
    with check (kind = 'vendor' and (select armslength_tenant()) is not null);
-- A sweep goes tenant by tenant, so a worker must know which there are.
create policy worker on organization for select using (kind = 'customer' and (select armslength_scope()) = 'worker');
grant select, insert, update on organization, person, password, affiliation, membership, api_key, invitation, setup_link
    to armslength_app;
grant select, insert, update, delete on session, sign_in_attempt to armslength_app;

-- Background work. A worker looks for jobs of every tenant under the scope 'worker', then works inside one tenant.
create table job (
    tenant_id uuid not null references organization,
    id uuid not null,
    project_id uuid,
    kind text not null,
    state text not null check (state in ('waiting', 'running', 'paused', 'cancelled', 'done', 'failed')),
    wanted_state text check (wanted_state in ('paused', 'cancelled')),  -- asked for while running; obeyed at the next checkpoint
    payload jsonb not null,
    checkpoint jsonb not null default '{}',
    done bigint not null default 0,
    total bigint,
    error text,
    attempt int not null default 0,
    run_after timestamptz not null,
    lease uuid,
    lease_until timestamptz,
    created_by uuid,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id)
);
create index job_due on job (run_after) where state in ('waiting', 'running');
call armslength_wall('job', 'select, insert, update');
create policy worker on job using ((select armslength_scope()) = 'worker') with check ((select armslength_scope()) = 'worker');

create table worker_heartbeat (
    worker text primary key,
    seen_at timestamptz not null
);
alter table worker_heartbeat enable row level security;
alter table worker_heartbeat force row level security;
create policy anyone on worker_heartbeat using (true) with check (true);
grant select, insert, update, delete on worker_heartbeat to armslength_app;

-- What happened, told forward to rooms nearer the end of a label's life; written in the transaction that did it.
create table outbox (
    tenant_id uuid not null,
    id bigint generated always as identity,
    topic text not null,
    payload jsonb not null,
    created_at timestamptz not null,
    done_at timestamptz,
    primary key (tenant_id, id)
);
create index outbox_open on outbox (id) where done_at is null;
call armslength_wall('outbox', 'select, insert, update, delete');
create policy worker on outbox using ((select armslength_scope()) = 'worker') with check ((select armslength_scope()) = 'worker');

-- Every decision about access, grants, exposure, release: append-only for the app. Ids are random, because a counter
-- shared by all tenants would tell each one how busy the others are.
create table ledger_entry (
    tenant_id uuid not null references organization,
    id uuid not null,
    at timestamptz not null,
    project_id uuid,
    actor_id uuid,
    action text not null check (length(action) between 1 and 100),
    object text not null,
    detail jsonb not null,
    primary key (tenant_id, id)
);
create index ledger_entry_project on ledger_entry (tenant_id, project_id, at, id);
call armslength_wall('ledger_entry', 'select, insert');
