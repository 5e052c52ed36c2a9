-- How answers were written: counts and times, never a letter. Off by default, told to the person first, kept for a while.
create table writing_policy (
    tenant_id uuid not null,
    project_id uuid not null,
    active boolean not null,
    keep_days int not null check (keep_days between 1 and 365),
    updated_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('writing_policy', 'select, insert, update');

-- Who has read the notice. Of nobody else is anything kept.
create table writing_notice (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    read_at timestamptz not null,
    primary key (tenant_id, project_id, person_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('writing_notice', 'select, insert, delete');

create table writing_record (
    tenant_id uuid not null,
    annotation_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    summary jsonb not null,
    flags text[] not null,
    at timestamptz not null,
    primary key (tenant_id, annotation_id),
    foreign key (tenant_id, annotation_id) references annotation,
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
);
create index writing_record_page on writing_record (tenant_id, project_id, at, annotation_id);
create index writing_record_person on writing_record (tenant_id, project_id, person_id);
call armslength_wall('writing_record', 'select, insert, delete');
