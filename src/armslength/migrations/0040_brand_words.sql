-- Words that tell a vendor who its customer is, or what is secret: looked for in what a vendor is about to read.
alter table tenant_key drop constraint tenant_key_use_check;
alter table tenant_key add constraint tenant_key_use_check check (use in ('ledger', 'signing', 'words'));

create table brand_word (
    tenant_id uuid not null,
    id uuid not null,
    mark text not null,                             -- what all ways to write it have in common, under the tenant's key
    sealed bytea not null,
    added_by uuid not null,
    added_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, mark)
);
call armslength_wall('brand_word', 'select, insert, delete');

-- A word that vendors may read in a project all the same, and why.
create table brand_acceptance (
    tenant_id uuid not null,
    project_id uuid not null,
    mark text not null,
    id uuid not null,
    sealed bytea not null,                          -- {"word", "reason"}
    accepted_by uuid not null,
    accepted_at timestamptz not null,
    primary key (tenant_id, project_id, mark),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('brand_acceptance', 'select, insert');
