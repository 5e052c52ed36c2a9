-- Canaries: invented items that exist for one vendor only. Their text found elsewhere says who leaked it. A canary is in
-- nobody's queue, takes part in no agreement, no belief and no release; at the bench and afterwards it is an item like others.
alter table item drop constraint item_state_check;
alter table item add constraint item_state_check check (state in ('active', 'cancelled', 'gold', 'canary'));

-- What lists know an item's state by. Older servers cannot change what a column is made of, so it is made anew, with its
-- two indexes.
alter table item drop column phase;
alter table item add column phase text not null generated always as (
    case when state in ('cancelled', 'gold', 'canary') then state
         when answers < wanted or wanted = 0 then case when taken > 0 then 'in_work' else 'open' end
         when settled < answers then 'in_review'
         else 'done' end) stored;
create index item_phase on item (tenant_id, project_id, phase, ord);
create index item_batch_phase on item (tenant_id, project_id, batch_id, phase, ord);

create table canary (
    tenant_id uuid not null,
    item_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,                        -- nobody else's people are ever asked about it
    planted_by uuid not null,
    planted_at timestamptz not null,
    retired_at timestamptz,                         -- out of use; it is still looked for
    primary key (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, planted_by) references membership
);
create index canary_live on canary (tenant_id, project_id, vendor_id) where retired_at is null;
create index canary_list on canary (tenant_id, project_id, planted_at, item_id);
call armslength_wall('canary', 'select, insert, update');

-- Which part of what vendors' people are asked is canaries. No row: none.
create table canary_policy (
    tenant_id uuid not null,
    project_id uuid not null,
    share double precision not null check (share between 0 and 0.2),
    changed_by uuid not null,
    changed_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('canary_policy', 'select, insert, update');

-- The canary of the person's firm that is their turn, if any: at the project's share, by a draw that nobody without the
-- project's seed can foresee, one that has room and that they have never met, in an order of their own. It looks at the
-- firm's canaries only, never at the queue. What is locked is passed over: `next` holds the person's workload and must wait
-- for nothing.
create function canary_take(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, seed bytea, turn bigint, hidden int, closed uuid[],
    out item uuid, out batch uuid, out why jsonb
) language plpgsql as $$
declare
    rate double precision;
    drawn double precision;
begin
    select p.share into rate from canary_policy p where p.tenant_id = of_tenant and p.project_id = of_project;
    if not found then
        return;
    end if;
    drawn := gold_draw(seed, of_person, '\x63616e617279'::bytea || int8send(turn));
    if drawn >= rate or queue_lanes(of_tenant, of_project, of_firm) = '{}' then
        return;                                     -- a firm that a plan leaves out is asked nothing
    end if;
    select i.id, i.batch_id into item, batch from canary c join item i on i.tenant_id = of_tenant and i.id = c.item_id
    where c.tenant_id = of_tenant and c.project_id = of_project and c.vendor_id = of_firm and c.retired_at is null
        and i.state = 'canary' and i.taken < i.wanted and i.batch_id <> all (closed)
        and exists (select from batch b where b.tenant_id = of_tenant and b.id = i.batch_id and b.state = 'open')
        and (hidden = 0 or care_of(of_tenant, of_project, i.batch_id) & hidden = 0)
        and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = c.item_id
            and a.person_id = of_person)
    order by gold_draw(seed, of_person, uuid_send(c.item_id)), c.item_id limit 1 for update of i skip locked;
    if item is null then
        return;
    end if;
    why := jsonb_build_object('draw', 'canary', 'turn', turn, 'drawn', drawn, 'share', rate);
    update item i set taken = i.taken + 1 where i.tenant_id = of_tenant and i.id = canary_take.item;
end $$;

-- As before; a canary comes back to nobody by way of the queue.
create or replace function queue_may_come_back(of_tenant uuid, of_project uuid, of_person uuid, lanes smallint[]) returns boolean
language plpgsql stable as $$
begin
    return exists (
        select from assignment o join batch b on b.tenant_id = of_tenant and b.id = o.batch_id and b.state = 'open'
        where o.tenant_id = of_tenant and o.project_id = of_project and o.state in ('leased', 'rework')
            and o.person_id <> of_person
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = o.item_id
                and a.person_id = of_person and a.state not in ('expired', 'returned'))
            and not exists (select from gold g where g.tenant_id = of_tenant and g.item_id = o.item_id)
            and not exists (select from canary c where c.tenant_id = of_tenant and c.item_id = o.item_id)
            and (lanes = '{0}' or exists (select from item i where i.tenant_id = of_tenant and i.id = o.item_id
                and i.lane = any (lanes)))
    );
end $$;

-- As before; after gold and before the queue, a canary of the firm when the draw says so.
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
    canary record;
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
    select null::uuid as item into canary;
    if gold.item is null and gold.gate is null then
        select * into canary from canary_take(of_tenant, of_project, of_person, of_firm, brief.seed,
            load.live + load.answered, care.declined | care.reached, closed);
    end if;
    if gold.item is not null then
        item := gold.item;
        batch := gold.batch;
        why := gold.why;
    elsif canary.item is not null then
        item := canary.item;
        batch := canary.batch;
        why := canary.why;
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
