-- One act on many items or answers: what it is done to is written down first, then done one by one by a job.
create table bulk_act (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    key uuid not null,                              -- asked for again with it, it is the same one
    act text not null check (act in ('retire', 'restore', 'ask_more', 'ask_first', 'accept', 'reject')),
    filters jsonb,                                  -- null: chosen one by one
    until bigint not null,                          -- the last place of the queue when it was asked for
    comment bytea,                                  -- what a rejection says, sealed
    after_reject text check (after_reject in ('rework', 'someone_else')),
    states jsonb not null default '{}',             -- {state: items}, as they were when they were written down
    total bigint not null default 0,
    done bigint not null default 0,
    skipped bigint not null default 0,
    job_id uuid,                                    -- writing down, then acting; null where both took a moment
    ready_at timestamptz,                           -- when all were written down
    started_at timestamptz,
    closed_at timestamptz,                          -- given up before it was started
    person_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, project_id, key),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, job_id) references job,
    foreign key (tenant_id, person_id) references membership
);
create index bulk_act_page on bulk_act (tenant_id, project_id, created_at, id);
call armslength_wall('bulk_act', 'select, insert, update');

create table bulk_target (
    tenant_id uuid not null,
    bulk_id uuid not null,
    seq bigint not null,                            -- the order in which it is done
    element_id uuid not null,                       -- the item, or the review of the answer
    item_id uuid not null,
    outcome text check (outcome in ('done', 'skipped')),               -- null: not yet
    code text,                                      -- why it was skipped
    primary key (tenant_id, bulk_id, seq),
    unique (tenant_id, bulk_id, element_id),
    foreign key (tenant_id, bulk_id) references bulk_act,
    foreign key (tenant_id, item_id) references item
);
create index bulk_target_skipped on bulk_target (tenant_id, bulk_id, seq) where outcome = 'skipped';
call armslength_wall('bulk_target', 'select, insert, update');
