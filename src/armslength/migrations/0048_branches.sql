-- Branches: a project whose question is split. Each branch is a project of its own, with its own key, label schema,
-- guideline, grants and copies of the items; the whole keeps the plan, which item is which, and what was decided.

create table branch_plan (
    tenant_id uuid not null,
    project_id uuid not null,                       -- the whole
    version int not null check (version >= 1),
    schema_version int not null,                    -- the whole's label schema that is split
    sealed bytea not null,                          -- the branches with their options; under the whole's key
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('branch_plan', 'select, insert');

create table branch (
    tenant_id uuid not null,
    project_id uuid not null,                       -- the branch's own project
    whole_id uuid not null,
    name text not null,                             -- on the customer's side only
    batch_id uuid not null,                         -- where its items go
    filled bigint not null,                         -- the whole's place up to which they are there
    created_at timestamptz not null,
    primary key (tenant_id, project_id),
    unique (tenant_id, whole_id, name),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, whole_id) references project,
    foreign key (tenant_id, project_id, batch_id) references batch (tenant_id, project_id, id)
);
call armslength_wall('branch', 'select, insert, update');

create table branch_item (
    tenant_id uuid not null,
    whole_item_id uuid not null,
    project_id uuid not null,                       -- the branch
    item_id uuid not null,                          -- its copy there
    primary key (tenant_id, whole_item_id, project_id),
    unique (tenant_id, item_id),
    foreign key (tenant_id, project_id) references branch,
    foreign key (tenant_id, whole_item_id) references item,
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('branch_item', 'select, insert');

-- What somebody of the customer's said an item is. Never changed: the latest counts.
create table branch_decision (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    sealed bytea not null,                          -- {"answers": …} in the words of the whole
    decided_by uuid not null,
    decided_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, item_id) references item
);
create index branch_decision_item on branch_decision (tenant_id, item_id, decided_at);
call armslength_wall('branch_decision', 'select, insert');
