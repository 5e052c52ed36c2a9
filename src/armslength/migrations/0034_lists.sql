-- Lists that stay quick at a million items, and views of them under a name.

-- The state of an item as people see it. A column, so that an index may know it while leases and answers that do not
-- change it stay on their page; before, every list worked it out row by row.
alter table item add column phase text not null generated always as (
    case when state in ('cancelled', 'gold') then state
         when answers < wanted or wanted = 0 then case when taken > 0 then 'in_work' else 'open' end
         when settled < answers then 'in_review'
         else 'done' end) stored;
create index item_phase on item (tenant_id, project_id, phase, ord);
-- The project stands before the batch, so that the queue, which asks by batch alone, has its order only from item_open.
create index item_batch_phase on item (tenant_id, project_id, batch_id, phase, ord);
drop index item_batch;
create index item_flagged on item (tenant_id, project_id, flags desc, ord) where flags > 0;

-- Filters, sort and columns of a list, under a name.
create table list_view (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    list text not null check (list in ('items')),
    name text not null check (length(name) between 1 and 100),
    shared boolean not null,                        -- with everybody who may read the list in this project
    filters jsonb not null,
    sort text not null,
    columns text[] not null,                        -- none: all of them
    person_id uuid not null,                        -- whose it is
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, project_id, id),
    unique (tenant_id, project_id, list, person_id, name),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('list_view', 'select, insert, update, delete');

-- The view with which a person's list opens.
create table list_view_default (
    tenant_id uuid not null,
    project_id uuid not null,
    list text not null,
    person_id uuid not null,
    view_id uuid not null,
    primary key (tenant_id, project_id, list, person_id),
    foreign key (tenant_id, project_id, view_id) references list_view (tenant_id, project_id, id) on delete cascade,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('list_view_default', 'select, insert, update, delete');
