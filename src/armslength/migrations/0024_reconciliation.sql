-- Whether what is written down of deliveries in several places still agrees: the rows, the leaves of the log, the leases,
-- the bitmaps and the counters. Compared every night, and when somebody asks.
create table reconciliation (
    tenant_id uuid not null references organization,
    id uuid not null,                               -- random; what was drawn to be opened is drawn by it
    as_of timestamptz not null,                     -- everything compared is of this moment
    took_ms int not null,
    compared jsonb not null,                        -- how many of each
    differences bigint not null,
    asked_by uuid,                                  -- null: by itself, at night
    primary key (tenant_id, id)
);
create index reconciliation_last on reconciliation (tenant_id, as_of);
call armslength_wall('reconciliation', 'select, insert');

-- A difference that a human being must look at. One per kind and project while it is open; `digest` is of all its
-- differences, so that what was closed with a reason is not raised again by the next night, and what is new is.
create table incident (
    tenant_id uuid not null references organization,
    id uuid not null,
    kind text not null,
    project_id uuid,                                -- null: it cannot be told, or it is the organization's
    found_at timestamptz not null,
    last_found_at timestamptz not null,
    gone_at timestamptz,                            -- when it was first looked for and not found any more
    differences bigint not null,
    evidence text[] not null,                       -- the first of them, spelled out
    digest text not null,
    closed_by uuid,
    closed_at timestamptz check ((closed_at is null) = (closed_by is null)),
    reason text check ((reason is null) = (closed_at is null)),
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, closed_by) references membership
);
create unique index incident_open on incident (tenant_id, kind, project_id) nulls not distinct where closed_at is null;
create index incident_list on incident (tenant_id, found_at, id);
call armslength_wall('incident', 'select, insert, update');
