-- Keys, the brief, and who is in a project.
create table project (
    tenant_id uuid not null references organization,
    id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
    name text not null check (length(name) between 1 and 200),
    description text not null,
    state text not null check (state in ('draft', 'active', 'paused', 'archived')),
    preset text,
    overlap int not null check (overlap between 1 and 100),
    review_share double precision not null check (review_share between 0 and 1),
    lease_seconds int not null check (lease_seconds between 30 and 86400),
    person_cap int check (person_cap > 0),
    seed bytea not null,
    schema_version int not null default 0,
    guideline_version int not null default 0,
    created_by uuid not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, slug)
);
call armslength_wall('project', 'select, insert, update');
create policy door on project for select using ((select armslength_scope()) = 'door');

create table project_key (
    tenant_id uuid not null,
    project_id uuid not null,
    number int not null,
    kek_id text not null,
    wrapped bytea not null,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, number),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('project_key', 'select, insert, update');

create table label_schema (
    tenant_id uuid not null,
    project_id uuid not null,
    version int not null check (version > 0),
    sealed bytea not null,
    digest text not null,
    note text not null,
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('label_schema', 'select, insert');

create table guideline (
    tenant_id uuid not null,
    project_id uuid not null,
    version int not null check (version > 0),
    sealed bytea not null,
    digest text not null,
    note text not null,
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('guideline', 'select, insert');

create table guideline_reading (
    tenant_id uuid not null,
    project_id uuid not null,
    version int not null,
    person_id uuid not null,
    read_at timestamptz not null,
    primary key (tenant_id, project_id, version, person_id),
    foreign key (tenant_id, project_id, version) references guideline,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('guideline_reading', 'select, insert');

create table project_member (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    role text not null check (role in ('manager', 'reviewer', 'annotator')),
    since timestamptz not null,
    primary key (tenant_id, project_id, person_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
);
create index project_member_person on project_member (tenant_id, person_id);
call armslength_wall('project_member', 'select, insert, update, delete');
create policy door on project_member for select using ((select armslength_scope()) = 'door');

create table vendor_grant (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    state text not null check (state in ('active', 'paused')),
    epoch int not null default 1,
    since timestamptz not null,
    primary key (tenant_id, project_id, vendor_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id)
);
call armslength_wall('vendor_grant', 'select, insert, update');
create policy door on vendor_grant for select using ((select armslength_scope()) = 'door');
