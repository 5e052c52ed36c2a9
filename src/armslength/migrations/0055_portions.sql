-- Work given to a firm in portions: so many items at fixed times, however many there are. What the firm sees of the queue is
-- the size that was chosen for it.
create table portion_plan (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    items int not null check (items between 1 and 10000),
    hours int not null check (hours between 1 and 168),     -- between two portions
    first_at timestamptz not null,
    whole boolean not null,                         -- one that could not be filled is not opened
    set_by uuid not null,
    set_at timestamptz not null,
    primary key (tenant_id, project_id, vendor_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id)
);
call armslength_wall('portion_plan', 'select, insert, update, delete');

-- Every portion that was due: opened with its items, or held back (0 items) because too few waited. A place that was given
-- counts whatever becomes of it, or skipping would show more of the project than the portion.
create table portion (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    opens_at timestamptz not null,
    id uuid not null,
    items int not null check (items >= 0),
    waiting int not null,                           -- places that were open to the firm then, counted up to the plan's size
    given int not null default 0,
    check (given between 0 and items),
    primary key (tenant_id, project_id, vendor_id, opens_at),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id)
);
call armslength_wall('portion', 'select, insert, update');

-- When the portion that a moment falls into opened; null before the first.
create function portion_opening(first_at timestamptz, hours int, moment timestamptz) returns timestamptz
language sql immutable as $$
    select case when moment >= first_at then first_at + make_interval(secs =>
        floor(extract(epoch from moment - first_at) / (hours * 3600)) * hours * 3600) end
$$;

-- Whether a firm may be given something now: it is given work as it comes, or something of the portion is left. No firm: yes.
create function portion_left(of_tenant uuid, of_project uuid, of_vendor uuid, moment timestamptz) returns boolean
language sql stable as $$
    select not exists (
        select from portion_plan s where s.tenant_id = of_tenant and s.project_id = of_project and s.vendor_id = of_vendor
            and not exists (select from portion n where n.tenant_id = of_tenant and n.project_id = of_project
                and n.vendor_id = of_vendor and n.opens_at = portion_opening(s.first_at, s.hours, moment)
                and n.given < n.items)
    )
$$;

-- Count a place against the portion of now; false: there is none, or nothing is left of it. A firm's people wait for one
-- another here until the transaction ends.
create function portion_take(of_tenant uuid, of_project uuid, of_vendor uuid, moment timestamptz) returns boolean
language plpgsql as $$
declare
    plan portion_plan;
begin
    select s.* into plan from portion_plan s
    where s.tenant_id = of_tenant and s.project_id = of_project and s.vendor_id = of_vendor;
    if not found then
        return true;
    end if;
    update portion n set given = n.given + 1
    where n.tenant_id = of_tenant and n.project_id = of_project and n.vendor_id = of_vendor
        and n.opens_at = portion_opening(plan.first_at, plan.hours, moment) and n.given < n.items;
    return found;
end $$;

-- Volume is told by portions too: what told it is an offer or a portion.
alter table volume_told drop constraint volume_told_tenant_id_offer_id_fkey;
alter table volume_told rename column offer_id to told_by;
