-- What models propose, when a person sees it, and what became of it.
create table suggestion_policy (
    tenant_id uuid not null,
    project_id uuid not null,
    reveal text not null check (reveal in ('never', 'before', 'after')),
    held_out double precision not null check (held_out between 0 and 1),    -- share of turns that never see them
    min_score double precision not null check (min_score between 0 and 1),
    source text,                                    -- null: of each question the one with the highest score
    tell_source boolean not null,                   -- whether the bench is told whose it is
    changed_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('suggestion_policy', 'select, insert, update');

-- Never changed: another proposal is another version.
create table suggestion (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    source text not null check (length(source) between 1 and 200),
    version text not null check (length(version) between 1 and 200),
    schema_version int not null,
    scores jsonb not null,                          -- {question: 0 … 1, or null where none was given}
    score double precision check (score between 0 and 1),              -- their mean
    sealed bytea not null,                          -- {"answers": ...}
    digest bytea not null,
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, item_id, source, version),
    foreign key (tenant_id, item_id) references item
);
create index suggestion_source on suggestion (tenant_id, project_id, source, version);
call armslength_wall('suggestion', 'select, insert');

-- A person's turn at an item that has suggestions: whether they are shown, decided once, by a keyed draw.
create table suggestion_turn (
    tenant_id uuid not null,
    assignment_id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    person_id uuid not null,
    shown text not null check (shown in ('before', 'after', 'held_out')),
    picks jsonb not null,                           -- {question: suggestion id}
    first bytea,                                    -- what the person said before seeing any, sealed
    at timestamptz not null,
    primary key (tenant_id, assignment_id),
    check (shown <> 'after' or first is not null),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id)
);
call armslength_wall('suggestion_turn', 'select, insert');

-- What became of it, with the answer.
create table suggestion_outcome (
    tenant_id uuid not null,
    annotation_id uuid not null,
    question text not null,
    project_id uuid not null,
    suggestion_id uuid not null,
    person_id uuid not null,
    shown text not null check (shown in ('before', 'after', 'held_out')),
    outcome text not null check (outcome in ('accepted', 'agreed', 'edited', 'ignored', 'held_out')),
    match double precision not null check (match between 0 and 1),
    first_match double precision check (first_match between 0 and 1),
    score double precision check (score between 0 and 1),
    again boolean not null,                         -- rework: a reviewer has had a word in it
    primary key (tenant_id, annotation_id, question),
    foreign key (tenant_id, annotation_id) references annotation,
    foreign key (tenant_id, suggestion_id) references suggestion
);
create index suggestion_outcome_project on suggestion_outcome (tenant_id, project_id);
call armslength_wall('suggestion_outcome', 'select, insert');

-- So that submitting looks for a turn only where there is one.
alter table assignment add column suggested boolean not null default false;

alter table exposure drop constraint exposure_kind_check;
alter table exposure add constraint exposure_kind_check
    check (kind in ('item', 'media', 'guideline', 'schema', 'answers', 'gold', 'suggestion'));
