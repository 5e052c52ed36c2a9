-- Webhooks: what happened, told to addresses outside. Ids only: content leaves through the walls or not at all.

-- What a tenant shares with somebody outside, wrapped by its KEK like every other key.
create table tenant_secret (
    tenant_id uuid not null references organization,
    id uuid not null,
    purpose text not null,
    kek_id text not null,
    wrapped bytea not null,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);
call armslength_wall('tenant_secret', 'select, insert, update, delete');

create table webhook (
    tenant_id uuid not null references organization,
    id uuid not null,
    project_id uuid,                                -- null = of every project, and of the organization itself
    url text not null check (length(url) between 1 and 2048),
    description text not null check (length(description) <= 200),
    topics text[] not null,                         -- empty = all
    state text not null check (state in ('active', 'paused', 'failing')),   -- failing = paused by us
    secret_id uuid not null,
    old_secret_id uuid,                             -- signs too, until then
    old_secret_until timestamptz,
    failures int not null default 0,                -- tries in a row that did not succeed
    failing_since timestamptz,
    last_success_at timestamptz,
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, created_by) references membership,
    foreign key (tenant_id, secret_id) references tenant_secret,
    foreign key (tenant_id, old_secret_id) references tenant_secret
);
call armslength_wall('webhook', 'select, insert, update, delete');

create table webhook_delivery (
    tenant_id uuid not null,
    id uuid not null,
    webhook_id uuid not null,
    event_id uuid not null,                         -- one event, however many webhooks hear it
    topic text not null,
    body bytea not null,                            -- the very bytes that are signed
    state text not null check (state in ('waiting', 'delivered', 'failed')),
    tries jsonb not null default '[]',              -- [{"at", "status", "ms", "error"}]
    tried int not null default 0,                   -- since it was last asked for
    next_at timestamptz,
    created_at timestamptz not null,
    delivered_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, webhook_id) references webhook on delete cascade
);
create index webhook_delivery_page on webhook_delivery (tenant_id, webhook_id, created_at, id);
create index webhook_delivery_waiting on webhook_delivery (tenant_id, webhook_id, next_at) where state = 'waiting';
create index webhook_delivery_age on webhook_delivery (tenant_id, created_at);
call armslength_wall('webhook_delivery', 'select, insert, update, delete');

-- Things that are due now and then, e.g. a webhook with deliveries waiting. Apart from them, so that a worker who looks
-- for work of all tenants sees that there is some and nothing else.
create table turn (
    tenant_id uuid not null references organization,
    kind text not null,
    object_id uuid not null,
    due_at timestamptz not null,
    lease uuid,
    lease_until timestamptz,
    primary key (tenant_id, kind, object_id)
);
create index turn_due on turn (kind, due_at);
call armslength_wall('turn', 'select, insert, update, delete');
create policy worker on turn using ((select armslength_scope()) = 'worker') with check ((select armslength_scope()) = 'worker');
