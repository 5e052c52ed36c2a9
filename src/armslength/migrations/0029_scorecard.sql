-- What a firm is paid for an answer in a project, as the customer says it: what a label costs is computed from it.
create table answer_price (
    tenant_id uuid not null,
    project_id uuid not null,
    organization_id uuid not null,                  -- a vendor, or the tenant for its own people
    micros bigint not null check (micros between 0 and 1000000000000),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    set_by uuid not null,
    set_at timestamptz not null,
    primary key (tenant_id, project_id, organization_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('answer_price', 'select, insert, update, delete');
