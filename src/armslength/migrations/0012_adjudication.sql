-- Adjudication: where answers to an item disagree, somebody who gave none of them decides, and does not learn whose is
-- which. Answers stay as they stand; a release takes the decision.
create table adjudication_policy (
    tenant_id uuid not null,
    project_id uuid not null,
    below double precision not null check (below >= 0 and below <= 1),   -- agreement under which an item is decided; 1: any difference, 0: never
    questions text[] not null,                      -- that count; none: all whose answers can be compared
    people uuid[] not null,                         -- who may decide; none: whoever reviews
    changed_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('adjudication_policy', 'select, insert, update');

-- One row per item and set of answers that was put before somebody.
create table adjudication (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    organization_id uuid,                           -- the firm that gave all the answers; null: several did, no vendor decides
    annotation_ids uuid[] not null,                 -- the answers, as they stood; in no order
    agreement jsonb not null,                       -- {question: 0 … 1} among them
    schema_version int not null,                    -- under which it is decided: the newest among the answers
    seed bytea not null,                            -- draws the order of the answers and of the responses; replayable
    state text not null check (state in ('waiting', 'leased', 'done', 'withdrawn')),
    seq bigint generated always as identity,
    person_id uuid,
    lease_until timestamptz,
    epoch int not null default 1,                   -- of the grant when it was leased
    display jsonb not null default '{}',            -- {"orders": {field: [response id]}} as the person saw them
    key uuid,
    outcome text check (outcome in ('took', 'merged', 'wrote')),
    took_id uuid,                                   -- the answer that was taken whole
    result_id uuid,                                 -- the annotation that a release takes
    sealed bytea,                                   -- what the person said about it
    created_at timestamptz not null,
    decided_at timestamptz,
    primary key (tenant_id, id),
    check ((state = 'leased') = (lease_until is not null)),
    check ((state = 'done') = (result_id is not null)),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id),
    foreign key (tenant_id, took_id) references annotation,
    foreign key (tenant_id, result_id) references annotation
);
create unique index adjudication_open on adjudication (tenant_id, item_id) where state in ('waiting', 'leased');
create index adjudication_item on adjudication (tenant_id, item_id, decided_at) where state = 'done';
create index adjudication_waiting on adjudication (tenant_id, project_id, seq) where state = 'waiting';
create index adjudication_due on adjudication (tenant_id, lease_until) where state = 'leased';
create index adjudication_done on adjudication (tenant_id, project_id, decided_at, id) where state = 'done';
create index adjudication_result on adjudication (tenant_id, result_id) where state = 'done';
call armslength_wall('adjudication', 'select, insert, update');

alter table annotation drop constraint annotation_stage_check;
alter table annotation add constraint annotation_stage_check check (stage in ('annotate', 'review', 'adjudicate'));
alter table exposure drop constraint exposure_purpose_check;
alter table exposure add constraint exposure_purpose_check
    check (purpose in ('annotate', 'review', 'adjudicate', 'browse', 'export', 'configure'));
