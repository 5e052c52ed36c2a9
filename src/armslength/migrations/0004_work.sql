-- Who is asked next. One row per person and item, for ever: the key forbids a second visit.
create table assignment (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    batch_id uuid not null,
    item_id uuid not null,
    person_id uuid not null,
    organization_id uuid not null,
    state text not null check (state in ('leased', 'rework', 'submitted', 'skipped', 'expired', 'returned', 'released')),
    attempt int not null,
    leased_at timestamptz not null,
    lease_until timestamptz,                        -- only while leased
    seed bytea not null,                            -- draws the display order; replayable
    display jsonb not null,                         -- {"seed": hex, "orders": {field: [response id]}}
    schema_version int not null,
    guideline_version int not null,
    reason text,                                    -- why skipped / returned
    primary key (tenant_id, item_id, person_id),
    unique (tenant_id, id),
    unique (tenant_id, project_id, item_id, id),
    foreign key (tenant_id, project_id, item_id) references item (tenant_id, project_id, id),
    foreign key (tenant_id, person_id) references membership
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
create index assignment_live on assignment (tenant_id, project_id, person_id) where state in ('leased', 'rework');
create index assignment_due on assignment (tenant_id, lease_until) where state = 'leased';
create index assignment_person on assignment (tenant_id, person_id, project_id);
call armslength_wall('assignment', 'select, insert, update');
create policy worker on assignment for select using ((select armslength_scope()) = 'worker');

-- "Nothing before this is for me": per batch and person, only ever moves forward.
create table queue_cursor (
    tenant_id uuid not null,
    batch_id uuid not null,
    person_id uuid not null,
    after_ord bigint not null,
    after_returned bigint not null,
    primary key (tenant_id, batch_id, person_id),
    foreign key (tenant_id, batch_id) references batch
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
call armslength_wall('queue_cursor', 'select, insert, update');

-- Items that became open again behind somebody's cursor; asked first.
create table returned_item (
    tenant_id uuid not null,
    batch_id uuid not null,
    seq bigint generated always as identity,
    item_id uuid not null,
    primary key (tenant_id, batch_id, seq),
    unique (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('returned_item', 'select, insert, delete');

-- A person's load in a project; changed in the statement that leases or submits.
create table workload (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    live int not null,
    answered int not null,
    primary key (tenant_id, project_id, person_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
) with (fillfactor = 70);
call armslength_wall('workload', 'select, insert, update');

create table flag (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    person_id uuid not null,
    reason text not null,
    sealed bytea not null,
    created_at timestamptz not null,
    resolved_at timestamptz,
    resolved_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id, item_id, assignment_id) references assignment (tenant_id, project_id, item_id, id)
);
create index flag_open on flag (tenant_id, project_id, id) where resolved_at is null;
call armslength_wall('flag', 'select, insert, update');

-- What they said.
create table draft (
    tenant_id uuid not null,
    assignment_id uuid not null,
    revision int not null,
    sealed bytea not null,
    saved_at timestamptz not null,
    primary key (tenant_id, assignment_id),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id)
);
call armslength_wall('draft', 'select, insert, update, delete');

create table annotation (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    person_id uuid not null,
    organization_id uuid not null,
    stage text not null check (stage in ('annotate', 'review')),   -- 'review': a reviewer's fix
    key uuid not null,                              -- idempotency key of the submit
    supersedes uuid,
    schema_version int not null,
    guideline_version int not null,
    sealed bytea not null,                          -- {"answers": ...}
    digest bytea not null,
    active_ms int not null check (active_ms >= 0),
    submitted_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, assignment_id, key),
    unique (tenant_id, supersedes),
    foreign key (tenant_id, project_id, item_id, assignment_id) references assignment (tenant_id, project_id, item_id, id),
    foreign key (tenant_id, supersedes) references annotation
);
create index annotation_item on annotation (tenant_id, item_id);
create index annotation_person on annotation (tenant_id, project_id, person_id, submitted_at);
create index annotation_project on annotation (tenant_id, project_id, submitted_at);
call armslength_wall('annotation', 'select, insert');

-- The annotation that stands for an assignment now, and what review said of it.
create table standing (
    tenant_id uuid not null,
    assignment_id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    person_id uuid not null,
    annotation_id uuid not null,
    verdict text not null check (verdict in ('unreviewed', 'in_review', 'accepted', 'fixed', 'rejected')),
    primary key (tenant_id, assignment_id),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id),
    foreign key (tenant_id, annotation_id) references annotation
) with (fillfactor = 80);
create index standing_item on standing (tenant_id, item_id);
create index standing_project on standing (tenant_id, project_id, verdict);
call armslength_wall('standing', 'select, insert, update, delete');

create table answer_term (
    tenant_id uuid not null,
    project_id uuid not null,
    question text not null,
    annotation_id uuid not null,
    target text not null,
    value text not null,
    primary key (tenant_id, annotation_id, question, target),
    foreign key (tenant_id, annotation_id) references annotation
);
create index answer_term_value on answer_term (tenant_id, project_id, question, value);
call armslength_wall('answer_term', 'select, insert');

-- Second opinions: one row per annotation drawn for review.
create table review (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    annotation_id uuid not null,
    author_id uuid not null,
    state text not null check (state in ('waiting', 'leased', 'done', 'withdrawn')),
    seq bigint generated always as identity,
    reviewer_id uuid,
    lease_until timestamptz,
    key uuid,
    verdict text check (verdict in ('accept', 'fix', 'reject')),
    after_reject text check (after_reject in ('rework', 'someone_else')),
    sealed bytea,                                   -- the comment
    fix_id uuid,
    created_at timestamptz not null,
    decided_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, annotation_id),
    foreign key (tenant_id, annotation_id) references annotation,
    foreign key (tenant_id, fix_id) references annotation,
    foreign key (tenant_id, reviewer_id) references membership (tenant_id, person_id)
);
create index review_waiting on review (tenant_id, project_id, seq) where state = 'waiting';
create index review_due on review (tenant_id, lease_until) where state = 'leased';
create index review_reviewer on review (tenant_id, project_id, reviewer_id) where state = 'leased';
create index review_done on review (tenant_id, project_id, decided_at, id) where state = 'done';
create index review_assignment on review (tenant_id, assignment_id);
call armslength_wall('review', 'select, insert, update');
create policy worker on review for select using ((select armslength_scope()) = 'worker');
