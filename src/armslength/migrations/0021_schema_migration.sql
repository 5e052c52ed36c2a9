-- A label schema that changes its meaning: the plan, what it would touch, and when it was carried out. Answers keep the
-- version they were given under; whoever reads them under a later one goes through the plans that were carried out.
create table schema_migration (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    from_version int not null,
    to_version int,                                 -- null until it is carried out
    state text not null check (state in ('counting', 'ready', 'applied')),
    reopen text not null check (reopen in ('none', 'rework', 'someone_else')),
    sealed bytea not null,                          -- {"plan", "schema", "kinds"}
    digest bytea not null,                          -- of the plan: the same plan is the same migration
    effect jsonb,                                   -- what the dry run counted
    reopened int not null default 0,
    job_id uuid not null,                           -- the dry run, then the asking again
    created_by uuid not null,
    created_at timestamptz not null,
    applied_by uuid,
    applied_at timestamptz,
    primary key (tenant_id, id),
    check ((state = 'applied') = (to_version is not null)),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, project_id, from_version) references label_schema,
    foreign key (tenant_id, job_id) references job (tenant_id, id)
);
create unique index schema_migration_plan on schema_migration (tenant_id, project_id, from_version, digest);
create unique index schema_migration_applied on schema_migration (tenant_id, project_id, to_version)
    where to_version is not null;
create index schema_migration_list on schema_migration (tenant_id, project_id, created_at, id);
call armslength_wall('schema_migration', 'select, insert, update');

-- An answer that needs a new one since the questions changed, and is back with its author: it does not count till then.
alter table standing drop constraint standing_verdict_check;
alter table standing add constraint standing_verdict_check
    check (verdict in ('unreviewed', 'in_review', 'accepted', 'fixed', 'rejected', 'disputed', 'outdated'));

-- The version of the label schema that a release is read under; null: the newest one among its answers.
alter table release add column schema_version int;
