-- What people did, kept by the same stretches as the counts of items (see item_count): per stretch, so that a stretch can be
-- counted anew as a whole, and added up over all of them, so that who reads need not add.
create table work_count (
    tenant_id uuid not null,
    project_id uuid not null,
    stretch int not null,
    counted jsonb not null,                         -- [[organization, person, kind, key, n], ...]
    primary key (tenant_id, project_id, stretch),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('work_count', 'select, insert, update, delete');

create table work_total (
    tenant_id uuid not null,
    project_id uuid not null,
    organization_id uuid not null,
    person_id uuid not null,                        -- nil: of the organization as a whole
    kind text not null,
    key int not null,                               -- a day since 1970, a time in milliseconds, or 0
    n bigint not null,
    primary key (tenant_id, project_id, organization_id, person_id, kind, key),
    foreign key (tenant_id, project_id) references project
) with (fillfactor = 80);
call armslength_wall('work_total', 'select, insert, update, delete');

-- A time at work to two significant digits: few enough to keep count of each.
create function rounded_ms(ms int) returns int language sql immutable parallel safe as $$
    select case when ms < 100 then ms
        else (round(ms / (10.0 ^ (length(ms::text) - 2))) * (10.0 ^ (length(ms::text) - 2)))::int end
$$;

-- What was counted before is counted once more, with what people did.
alter table item_count no force row level security;
alter table item_touch no force row level security;
alter table item_counter no force row level security;
delete from item_count;
insert into item_touch (tenant_id, project_id, stretch) select tenant_id, project_id, 0 from item_counter;
alter table item_count force row level security;
alter table item_touch force row level security;
alter table item_counter force row level security;
