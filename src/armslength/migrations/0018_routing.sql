-- Routing: which firm is asked about which item. Every item has a bucket, drawn by a keyed hash; a project's routing plan
-- says which firm holds which buckets. What the queue looks at is an item's *lane*: 0 while there is no plan, 1 what every
-- firm is asked about (calibration), from 2 on one per firm, -1 held by nobody. No index but the queue's own knows it.

alter table item
    add column bucket smallint check (bucket between 0 and 9999),     -- null: made before there were buckets, and no plan yet
    add column draw smallint check (draw between 0 and 9999),         -- below the plan's calibration: for every firm
    add column lane smallint not null default 0 check (lane >= -1);
drop index item_open;
create index item_open on item (tenant_id, batch_id, lane, ord) where open;

-- Cursors and the returned queue are a lane's own: nobody walks over what is for other firms.
alter table queue_cursor
    add column lane smallint not null default 0,
    drop constraint queue_cursor_pkey,
    add primary key (tenant_id, batch_id, person_id, lane);
alter table returned_item
    add column lane smallint not null default 0,
    drop constraint returned_item_pkey,
    add primary key (tenant_id, batch_id, lane, seq);

create table routing (
    tenant_id uuid not null,
    project_id uuid not null,
    version int not null check (version >= 1),
    active boolean not null,                        -- false: switched off, as if there never was one
    calibration int not null check (calibration between 0 and 1000),
    base smallint[] not null,                       -- lane by bucket, with every holder in
    map smallint[] not null,                        -- lane by bucket, as it is now: what a holder who is out holds is others'
    turn int not null,                              -- grows whenever `map` does not hold any more
    applied int not null,                           -- the turn that every item follows
    served boolean not null,                        -- a plan was once in force on every item
    changed_by uuid not null,
    changed_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('routing', 'select, insert, update');

create table routing_version (
    tenant_id uuid not null,
    project_id uuid not null,
    version int not null,
    calibration int not null,
    shares jsonb not null,                          -- {organization: basis points}
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, version),
    foreign key (tenant_id, project_id) references routing
);
call armslength_wall('routing_version', 'select, insert');

-- A firm keeps its lane for ever, whatever its share.
create table route (
    tenant_id uuid not null,
    project_id uuid not null,
    lane smallint not null check (lane >= 2),
    organization_id uuid not null,
    share int not null check (share between 0 and 10000),
    standing text not null check (standing in ('in', 'out', 'gone')),
    served boolean not null,                        -- its people may ask: from when every item has found its lane
    primary key (tenant_id, project_id, lane),
    unique (tenant_id, project_id, organization_id),
    foreign key (tenant_id, project_id) references routing
);
call armslength_wall('route', 'select, insert, update');

-- Held shared by whoever puts items into lanes, alone by whoever changes what lanes mean.
create function armslength_routing_lock(of_tenant uuid, of_project uuid) returns bigint
    language sql immutable parallel safe return hashtextextended(of_tenant::text || of_project::text, 17);

-- How items come into lanes: nothing where there is no plan. It stays so until the transaction ends.
create function queue_map(of_tenant uuid, of_project uuid, out map smallint[], out calibration int, out holders int)
language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock_shared(armslength_routing_lock(of_tenant, of_project));
    select r.map, r.calibration,
           (select count(*) from route o where o.tenant_id = of_tenant and o.project_id = of_project
               and o.share > 0 and o.standing <> 'gone')
    into map, calibration, holders
    from routing r where r.tenant_id = of_tenant and r.project_id = of_project and r.active;
end $$;

-- Where a firm's people look for work.
create function queue_lanes(of_tenant uuid, of_project uuid, of_firm uuid) returns smallint[] language sql stable as $$
    select coalesce((
        select case when o.lane is null then '{}'::smallint[] else array[1, o.lane]::smallint[] end
        from routing r left join route o on o.tenant_id = of_tenant and o.project_id = of_project
            and o.organization_id = of_firm and o.served and o.share > 0
        where r.tenant_id = of_tenant and r.project_id = of_project and r.active
    ), '{0}'::smallint[])
$$;

-- How many answers an item wants: what is for every firm, the overlap from each, beside what firms that are gone gave.
create function queue_wanted(of_tenant uuid, of_project uuid, of_item uuid, of_lane smallint, overlap int) returns int
language sql stable as $$
    select case when of_lane <> 1 then overlap else (
        select overlap * (select count(*) from route o where o.tenant_id = of_tenant and o.project_id = of_project
                and o.share > 0 and o.standing <> 'gone')::int
            + (select count(*) from assignment a left join route o on o.tenant_id = of_tenant
                    and o.project_id = of_project and o.organization_id = a.organization_id
                    and o.share > 0 and o.standing <> 'gone'
                where a.tenant_id = of_tenant and a.item_id = of_item
                    and a.state in ('leased', 'rework', 'submitted') and o.lane is null)::int) end
$$;

-- Whether a firm has as many places on an item as it may. `each` null: one firm alone is asked, the item's own count says it.
create function queue_full(of_tenant uuid, of_item uuid, of_firm uuid, each int) returns boolean language sql stable as $$
    select each is not null and (select count(*) from assignment a where a.tenant_id = of_tenant and a.item_id = of_item
        and a.organization_id = of_firm and a.state in ('leased', 'rework', 'submitted')) >= each
$$;

-- As before, in one lane. `each`: what every firm is asked about has so many places for each.
drop function queue_take_fresh;
create function queue_take_fresh(
    of_tenant uuid, of_project uuid, of_batch uuid, of_lane smallint, of_person uuid, of_firm uuid, each int, after bigint,
    out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $$
begin
    with head as (
        select i.ord from item i
        where i.tenant_id = of_tenant and i.batch_id = of_batch and i.lane = of_lane and i.open and i.ord > after
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
            and (each is null or not queue_full(of_tenant, i.id, of_firm, each))
        order by i.ord limit 1
    ), pick as (
        select i.id from item i
        where i.tenant_id = of_tenant and i.batch_id = of_batch and i.lane = of_lane and i.open
            and i.ord >= (select ord from head)
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
            and (each is null or not queue_full(of_tenant, i.id, of_firm, each))
        order by i.ord limit 1 for update of i skip locked
    ), took as (
        update item i set taken = i.taken + 1, open = i.taken + 1 < i.wanted
        from pick where i.tenant_id = of_tenant and i.id = pick.id and i.open
        returning i.id, i.ord, not i.open as full_now
    )
    select (select h.ord from head h),
           (select max(i.ord) from item i where i.tenant_id = of_tenant and i.project_id = of_project),
           took.ord, took.id, took.full_now
    into first, last, got, item, full_now
    from (select) one left join took on true;
end $$;

drop function queue_take_returned;
create function queue_take_returned(
    of_tenant uuid, of_batch uuid, of_lane smallint, of_person uuid, of_firm uuid, each int, after bigint,
    out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $$
begin
    with head as (
        select r.seq from returned_item r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = of_tenant and r.batch_id = of_batch and r.lane = of_lane and r.seq > after and i.open
            and i.lane = of_lane
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
            and (each is null or not queue_full(of_tenant, i.id, of_firm, each))
        order by r.seq limit 1
    ), pick as (
        select i.id, r.seq from returned_item r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = of_tenant and r.batch_id = of_batch and r.lane = of_lane
            and r.seq >= (select seq from head) and i.open and i.lane = of_lane
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
            and (each is null or not queue_full(of_tenant, i.id, of_firm, each))
        order by r.seq limit 1 for update of i skip locked
    ), took as (
        update item i set taken = i.taken + 1, open = i.taken + 1 < i.wanted
        from pick where i.tenant_id = of_tenant and i.id = pick.id and i.open
        returning i.id, pick.seq, not i.open as full_now
    )
    select (select h.seq from head h),
           (select max(r.seq) from returned_item r
            where r.tenant_id = of_tenant and r.batch_id = of_batch and r.lane = of_lane),
           took.seq, took.id, took.full_now
    into first, last, got, item, full_now
    from (select) one left join took on true;
end $$;

-- As before, over the lanes of the person's firm; of two lanes the one in which the person is less far goes first, so
-- that what every firm is asked about comes among the rest. `each`: the project's overlap.
drop function queue_take;
create function queue_take(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, lanes smallint[], overlap int,
    out item uuid, out batch uuid, out from_lane smallint, out locked boolean
) language plpgsql as $$
declare
    line record;
    step record;
    reached bigint;
    each int;
begin
    locked := false;
    for line in
        with open_batch as materialized (
            select b.id, b.priority, b.created_at, l.lane, coalesce(c.after_returned, 0) as after_returned,
                   coalesce(c.after_ord, -1) as after_ord
            from batch b cross join unnest(lanes) as l (lane)
            left join queue_cursor c on c.tenant_id = of_tenant and c.batch_id = b.id and c.person_id = of_person
                and c.lane = l.lane
            where b.tenant_id = of_tenant and b.project_id = of_project and b.state = 'open'
        )
        select 0 as turn, b.id, b.priority, b.created_at, b.lane, b.after_returned as after
        from open_batch b cross join lateral (select from returned_item r where r.tenant_id = of_tenant
            and r.batch_id = b.id and r.lane = b.lane and r.seq > b.after_returned order by r.seq limit 1) waiting
        union all
        select 1, b.id, b.priority, b.created_at, b.lane, b.after_ord
        from open_batch b cross join lateral (select from item i where i.tenant_id = of_tenant
            and i.batch_id = b.id and i.lane = b.lane and i.open and i.ord > b.after_ord order by i.ord limit 1) waiting
        order by 1, 3 desc, 4, 2, 6, 5
    loop
        each := case when line.lane = 1 then overlap end;
        if line.turn = 0 then
            select * into step
            from queue_take_returned(of_tenant, line.id, line.lane, of_person, of_firm, each, line.after);
        else
            select * into step
            from queue_take_fresh(of_tenant, of_project, line.id, line.lane, of_person, of_firm, each, line.after);
        end if;
        -- A colleague may have taken the firm's last place on it after this statement's snapshot. Now that the item is
        -- locked, all of them are to be seen.
        if step.got is not null and each is not null and queue_full(of_tenant, step.item, of_firm, each) then
            update item i set taken = i.taken - 1, open = i.state = 'active' and i.taken - 1 < i.wanted
            where i.tenant_id = of_tenant and i.id = step.item;
            locked := true;
            continue;
        end if;
        reached := case when step.first is null then step.last when step.first = step.got then step.got else step.first - 1 end;
        if reached > line.after then
            insert into queue_cursor as c (tenant_id, batch_id, person_id, lane, after_ord, after_returned)
            values (of_tenant, line.id, of_person, line.lane,
                    case when line.turn = 1 then reached else -1 end, case when line.turn = 0 then reached else 0 end)
            on conflict (tenant_id, batch_id, person_id, lane) do update
            set after_ord = greatest(c.after_ord, excluded.after_ord),
                after_returned = greatest(c.after_returned, excluded.after_returned);
        end if;
        if step.got is not null then
            if step.full_now then
                delete from returned_item r where r.tenant_id = of_tenant and r.item_id = step.item;
            end if;
            item := step.item;
            batch := line.id;
            from_lane := line.lane;
            return;
        end if;
        locked := locked or step.first is not null;
    end loop;
end $$;

-- Whether somebody else holds, in an open batch and one of these lanes, an item that this person could still be asked
-- about; gold comes back to nobody.
drop function queue_may_come_back;
create function queue_may_come_back(of_tenant uuid, of_project uuid, of_person uuid, lanes smallint[]) returns boolean
language plpgsql stable as $$
begin
    return exists (
        select from assignment o join batch b on b.tenant_id = of_tenant and b.id = o.batch_id and b.state = 'open'
        where o.tenant_id = of_tenant and o.project_id = of_project and o.state in ('leased', 'rework')
            and o.person_id <> of_person
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = o.item_id
                and a.person_id = of_person and a.state not in ('expired', 'returned'))
            and not exists (select from gold g where g.tenant_id = of_tenant and g.item_id = o.item_id)
            and (lanes = '{0}' or exists (select from item i where i.tenant_id = of_tenant and i.id = o.item_id
                and i.lane = any (lanes)))
    );
end $$;

-- As before, and the queue is that of the person's firm. What a person is to do next in a project: `outcome` is mine (a live lease or rework of
-- theirs that they do not `have`), leased (a place was taken on `item`; `assignment` and `attempt` tell of an earlier lease of theirs on it, `place`
-- how many others were asked before; `why` it is this item), or why there is nothing: paused, walled, read_guideline, cap, wait,
-- course_done (to be judged before there is more), not_qualified, done.
drop function assignment_next;
create function assignment_next(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, have uuid[], at timestamptz, in_hand int,
    out outcome text, out assignment uuid, out item uuid, out batch uuid, out attempt int, out place int,
    out seed bytea, out schema_version int, out guideline_version int, out lease_until timestamptz,
    out why jsonb
) language plpgsql as $$
declare
    brief record;
    load record;
    taken record;
    gold record;
    lanes smallint[];
    shared boolean := false;
begin
    select p.state, p.person_cap, p.overlap, p.seed, p.schema_version, p.guideline_version,
           at + make_interval(secs => p.lease_seconds) as until,
           p.guideline_version = 0 or exists (select from guideline_reading g where g.tenant_id = of_tenant
               and g.project_id = of_project and g.version = p.guideline_version and g.person_id = of_person) as prepared
    into brief from project p where p.tenant_id = of_tenant and p.id = of_project;
    if brief.state is distinct from 'active' then
        outcome := 'paused';
        return;
    end if;
    why := to_jsonb(armslength_kept_out(of_tenant, of_project, of_person, of_firm, array['content', 'brief'], at));
    outcome := case when why is not null then 'walled' when not brief.prepared then 'read_guideline' end;
    if outcome is not null then
        return;
    end if;
    seed := brief.seed;
    schema_version := brief.schema_version;
    guideline_version := brief.guideline_version;
    lease_until := brief.until;

    select w.live, w.answered into load from workload w
    where w.tenant_id = of_tenant and w.project_id = of_project and w.person_id = of_person for update;
    if not found then
        insert into workload as w (tenant_id, project_id, person_id, live, answered)
        values (of_tenant, of_project, of_person, 0, 0)
        on conflict (tenant_id, project_id, person_id) do update set live = w.live
        returning w.live, w.answered into load;
    end if;

    select a.id, a.state into taken from assignment a
    where a.tenant_id = of_tenant and a.project_id = of_project and a.person_id = of_person
        and a.state in ('leased', 'rework') and a.id <> all (have)
    order by a.state = 'rework' desc, a.leased_at, a.id limit 1 for update skip locked;
    if found then
        outcome := 'mine';
        assignment := taken.id;
        if taken.state = 'leased' then
            update assignment a set lease_until = brief.until where a.tenant_id = of_tenant and a.id = taken.id;
        end if;
        return;
    end if;

    outcome := case when load.live >= in_hand then 'wait' when load.live + load.answered >= brief.person_cap then 'cap' end;
    if outcome is not null then
        return;
    end if;
    select * into gold from gold_take(of_tenant, of_project, of_person, brief.seed, load.live + load.answered);
    if gold.item is not null then
        item := gold.item;
        batch := gold.batch;
        why := gold.why;
    elsif gold.gate is not null then
        -- What is still in hand may yet open the gate.
        outcome := case when gold.gate = 'shut' then 'not_qualified'
                        when gold.gate = 'course_busy' or load.live > 0 then 'wait' else 'course_done' end;
        return;
    else
        lanes := queue_lanes(of_tenant, of_project, of_firm);
        select * into taken from queue_take(of_tenant, of_project, of_person, of_firm, lanes, brief.overlap);
        if taken.item is null then
            outcome := case when taken.locked or queue_may_come_back(of_tenant, of_project, of_person, lanes)
                    or exists (select from routing r where r.tenant_id = of_tenant and r.project_id = of_project
                        and r.applied < r.turn) then 'wait' else 'done' end;
            return;
        end if;
        shared := taken.from_lane = 1;
        item := taken.item;
        batch := taken.batch;
        why := '{"draw": "queue"}';
    end if;
    update workload w set live = w.live + 1
    where w.tenant_id = of_tenant and w.project_id = of_project and w.person_id = of_person;
    outcome := 'leased';
    -- What every firm is asked about looks to each as if it alone were.
    select count(*) filter (where not shared or a.organization_id = of_firm), (array_agg(a.id) filter (where a.person_id = of_person))[1],
           coalesce(max(a.attempt) filter (where a.person_id = of_person), 0) + 1
    into place, assignment, attempt
    from assignment a where a.tenant_id = of_tenant and a.item_id = assignment_next.item;
    -- Everybody may be asked about gold; a place beyond the overlap would tell.
    if gold.item is not null then
        place := place % brief.overlap;
    end if;
end $$;
