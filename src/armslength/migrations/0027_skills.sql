-- Skills: what a person is known to be able to do, granted by somebody or earned in a course, until it expires; and which
-- of them a project, or a batch of it, asks for.
create table skill (
    tenant_id uuid not null references organization,
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    description text not null check (length(description) <= 1000),
    course_id uuid,                                 -- whoever passes this project's course has it
    valid_days int check (valid_days > 0),          -- how long, unless a grant says otherwise; null = for good
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, course_id) references project
);
create unique index skill_name on skill (tenant_id, lower(name));
create index skill_course on skill (tenant_id, course_id) where course_id is not null;
call armslength_wall('skill', 'select, insert, update, delete');

create table person_skill (
    tenant_id uuid not null,
    person_id uuid not null,
    skill_id uuid not null,
    source text not null check (source in ('granted', 'earned')),
    since timestamptz not null,
    expires_at timestamptz,
    granted_by uuid,
    primary key (tenant_id, person_id, skill_id, source),
    check ((source = 'granted') = (granted_by is not null)),
    foreign key (tenant_id, skill_id) references skill,
    foreign key (tenant_id, person_id) references membership
);
create index person_skill_holders on person_skill (tenant_id, skill_id);
call armslength_wall('person_skill', 'select, insert, update, delete');

create table project_skill (
    tenant_id uuid not null,
    project_id uuid not null,
    skill_id uuid not null,
    primary key (tenant_id, project_id, skill_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, skill_id) references skill
);
create index project_skill_users on project_skill (tenant_id, skill_id);
call armslength_wall('project_skill', 'select, insert, delete');

create table batch_skill (
    tenant_id uuid not null,
    project_id uuid not null,
    batch_id uuid not null,
    skill_id uuid not null,
    primary key (tenant_id, project_id, batch_id, skill_id),
    foreign key (tenant_id, project_id, batch_id) references batch (tenant_id, project_id, id),
    foreign key (tenant_id, skill_id) references skill
);
create index batch_skill_users on batch_skill (tenant_id, skill_id);
call armslength_wall('batch_skill', 'select, insert, delete');

create function skill_held(of_tenant uuid, of_person uuid, of_skill uuid, at timestamptz) returns boolean
language sql stable as $$
    select exists (select from person_skill s where s.tenant_id = of_tenant and s.person_id = of_person
        and s.skill_id = of_skill and (s.expires_at is null or s.expires_at > at))
$$;

-- Whether the person lacks something that the whole project asks for.
create function skill_lacking(of_tenant uuid, of_project uuid, of_person uuid, at timestamptz) returns boolean
language sql stable as $$
    select exists (select from project_skill r where r.tenant_id = of_tenant and r.project_id = of_project
        and not skill_held(of_tenant, of_person, r.skill_id, at))
$$;

-- The batches that ask for something the person lacks.
create function skill_closed(of_tenant uuid, of_project uuid, of_person uuid, at timestamptz) returns uuid[]
language sql stable as $$
    select coalesce(array_agg(distinct r.batch_id), '{}') from batch_skill r where r.tenant_id = of_tenant
        and r.project_id = of_project and not skill_held(of_tenant, of_person, r.skill_id, at)
$$;

-- As before, without the batches that are closed to this person. Their cursors stay where they are.
drop function queue_take;
create function queue_take(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, lanes smallint[], overlap int, hidden int,
    closed uuid[],
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
                and (hidden = 0 or care_of(of_tenant, of_project, b.id) & hidden = 0) and b.id <> all (closed)
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

-- As before; who lacks what the project asks for is given nothing, who lacks what a batch asks for is given other batches.
-- `unskilled` says that only such work is left. What somebody has in hand they finish.
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
    care record;
    lanes smallint[];
    closed uuid[];
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
    select * into care from care_hidden(of_tenant, of_project, of_person, at);
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
    if skill_lacking(of_tenant, of_project, of_person, at) then
        outcome := 'unskilled';
        return;
    end if;
    closed := skill_closed(of_tenant, of_project, of_person, at);
    select * into gold from gold_take(of_tenant, of_project, of_person, brief.seed, load.live + load.answered);
    if gold.item is not null and care_of(of_tenant, of_project, gold.batch) & (care.declined | care.reached) <> 0 then
        update item i set taken = i.taken - 1 where i.tenant_id = of_tenant and i.id = gold.item;
        if gold.gate is not null then
            outcome := case when care_of(of_tenant, of_project, gold.batch) & care.reached <> 0 then 'resting' else 'spared' end;
            return;
        end if;
        gold.item := null;
    end if;
    -- Hidden gold of a closed batch would be the only item of it; a course is there to be learned from.
    if gold.item is not null and gold.gate is null and gold.batch = any (closed) then
        update item i set taken = i.taken - 1 where i.tenant_id = of_tenant and i.id = gold.item;
        gold.item := null;
    end if;
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
        select * into taken from queue_take(of_tenant, of_project, of_person, of_firm, lanes, brief.overlap,
            care.declined | care.reached, closed);
        if taken.item is null then
            outcome := case when not taken.locked then care_keeps(of_tenant, of_project, lanes, care.declined, care.reached) end;
            if outcome is null and not taken.locked and exists (select from batch b where b.tenant_id = of_tenant
                    and b.id = any (closed) and b.state = 'open' and exists (select from item i
                        where i.tenant_id = of_tenant and i.batch_id = b.id and i.open and i.lane = any (lanes))) then
                outcome := 'unskilled';
            end if;
            if outcome is not null then
                return;
            end if;
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
