-- How many items of which batch stand where, kept by stretches of 256 places. Whoever changes an item says which stretch it is
-- in, by a row of their own: nobody waits for anybody. A worker counts such stretches anew and takes the rows away. Who reads
-- counts the stretches that are said to have changed, or were never counted, on the spot, and so is never behind.
create function stretch_of(ord bigint) returns int language sql immutable parallel safe as $$ select (ord / 256)::int $$;

-- No foreign key: the row lives for a moment, and the lock on the project would be everybody's.
create table item_touch (
    tenant_id uuid not null,
    project_id uuid not null,
    stretch int not null,
    seq bigint generated always as identity,
    primary key (tenant_id, project_id, stretch, seq)
) with (autovacuum_vacuum_scale_factor = 0.02);
call armslength_wall('item_touch', 'select, insert, delete');

create table item_count (
    tenant_id uuid not null,
    project_id uuid not null,
    stretch int not null,
    batch_id uuid not null,
    phase text not null,
    items int not null,
    open int not null,                              -- of them, those that ask for somebody
    primary key (tenant_id, project_id, stretch, batch_id, phase),
    foreign key (tenant_id, project_id, batch_id) references batch (tenant_id, project_id, id)
);
call armslength_wall('item_count', 'select, insert, delete');

-- These items changed: said in the transaction that changes them.
create function item_touched(of_tenant uuid, items uuid[]) returns void language sql as $$
    insert into item_touch (tenant_id, project_id, stretch)
    select distinct i.tenant_id, i.project_id, stretch_of(i.ord) from item i
    where i.tenant_id = of_tenant and i.id = any(items)
$$;

-- Projects that are here already are counted by the worker, from their first stretch on.
alter table item_touch no force row level security;
alter table item_counter no force row level security;
insert into item_touch (tenant_id, project_id, stretch) select tenant_id, project_id, 0 from item_counter;
alter table item_touch force row level security;
alter table item_counter force row level security;
