-- A version of a source that judges: its suggestions are verdicts, and nobody who answers ever sees them.
create table judge (
    tenant_id uuid not null,
    project_id uuid not null,
    source text not null check (length(source) between 1 and 200),
    version text not null check (length(version) between 1 and 200),
    family text,                                    -- of models, its own
    models text[] not null,                         -- how items name the models of that family, * for anything
    prompt bytea check (length(prompt) = 32),       -- SHA-256 of what it was asked by
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, source, version),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('judge', 'select, insert');

alter table suggestion add column shown_first text; -- the response that a judge saw first; null: as it is stored

-- Judges beside people, as last computed.
create table judge_report (
    tenant_id uuid not null,
    project_id uuid not null,
    computed_at timestamptz not null,
    through timestamptz not null,                   -- answers and verdicts up to here were counted
    sealed bytea not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('judge_report', 'select, insert, update');
