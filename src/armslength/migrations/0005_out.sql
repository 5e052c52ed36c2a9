-- Who was shown what. Append-only for the app but for the counter of repeat views.
create table exposure (
    tenant_id uuid not null,
    id uuid not null default gen_random_uuid(),     -- random: a hub-wide sequence would tell how busy others are
    project_id uuid not null,
    kind text not null check (kind in ('item', 'media', 'guideline', 'schema', 'answers')),
    object text not null,                           -- item id, media digest, version, annotation id
    item_id uuid,
    person_id uuid not null,
    organization_id uuid not null,
    purpose text not null check (purpose in ('annotate', 'review', 'browse', 'export', 'configure')),
    lease_id uuid not null,                         -- assignment or review; the nil id for a visit without a lease
    at timestamptz not null,
    views int not null default 1,
    last_at timestamptz not null,
    primary key (tenant_id, person_id, lease_id, kind, object, purpose),
    foreign key (tenant_id, project_id) references project
);
create index exposure_project on exposure (tenant_id, project_id, at, id);
create index exposure_item on exposure (tenant_id, item_id) where item_id is not null;
call armslength_wall('exposure', 'select, insert');
grant update (views, last_at) on exposure to armslength_app;

create table agreement (
    tenant_id uuid not null,
    project_id uuid not null,
    computed_at timestamptz not null,
    through timestamptz not null,                   -- answers submitted up to here were counted
    guideline_version int,
    result jsonb not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('agreement', 'select, insert, update');

create table release (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    number int not null,
    name text not null check (length(name) between 1 and 200),
    state text not null check (state in ('building', 'ready', 'failed')),
    recipe jsonb not null,
    snapshot_at timestamptz not null,
    manifest jsonb,
    digest text,
    blob text,                                      -- the frozen records, sealed
    job_id uuid not null,
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, project_id, number),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, job_id) references job
);
call armslength_wall('release', 'select, insert, update');

-- The snapshot: which annotations a release stands on.
create table release_row (
    tenant_id uuid not null,
    release_id uuid not null,
    item_ord bigint not null,
    item_id uuid not null,
    annotation_id uuid not null,
    verdict text not null,
    primary key (tenant_id, release_id, item_ord, annotation_id),
    foreign key (tenant_id, release_id) references release,
    foreign key (tenant_id, annotation_id) references annotation
);
call armslength_wall('release_row', 'select, insert');

create table export_run (
    tenant_id uuid not null,
    id uuid not null,
    release_id uuid not null,
    format text not null,
    job_id uuid not null,
    files jsonb not null default '[]',
    dropped jsonb not null default '[]',
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, release_id) references release,
    foreign key (tenant_id, job_id) references job
);
create index export_run_release on export_run (tenant_id, release_id, created_at);
call armslength_wall('export_run', 'select, insert, update');
