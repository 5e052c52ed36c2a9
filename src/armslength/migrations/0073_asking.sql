-- As before, in half as many statements. What most projects do not ask for (care, skills, gold, canaries, a routing plan) is
-- looked for in one statement, and asked about only where it is there. Who follows an answer is let in, or is told 'apart'
-- before the wall is asked. Like the state of the project, whether it warns of anything is read before the person's own
-- requests wait for one another; everything else after that.
create or replace function assignment_next(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, have uuid[], at timestamptz, in_hand int,
    follows boolean default false,
    out outcome text, out assignment uuid, out item uuid, out batch uuid, out attempt int, out place int,
    out seed bytea, out schema_version int, out guideline_version int, out lease_until timestamptz,
    out why jsonb
) language plpgsql as $$
declare
    brief record;
    load record;
    taken record;
    asks record;
    declined int := 0;
    reached int := 0;
    gold_item uuid;
    gold_batch uuid;
    gold_why jsonb;
    gate text;
    lanes smallint[] := '{0}';
    closed uuid[] := '{}';
    shared boolean := false;
begin
    select p.state, p.person_cap, p.overlap, p.seed, p.schema_version, p.guideline_version,
           at + make_interval(secs => p.lease_seconds) as until,
           p.guideline_version = 0 or exists (select from guideline_reading g where g.tenant_id = of_tenant
               and g.project_id = of_project and g.version = p.guideline_version and g.person_id = of_person) as prepared,
           exists (select from care_policy c where c.tenant_id = of_tenant and c.project_id = of_project) as warns,
           follows and ((select count(*) from clearance c where c.tenant_id = of_tenant and c.project_id = of_project
                   and c.person_id = of_person and c.kind in ('content', 'brief') and c.organization_id = of_firm
                   and c.until > at) < 2
               or exists (select from care_limit l where l.tenant_id = of_tenant and l.project_id = of_project)) as apart
    into brief from project p where p.tenant_id = of_tenant and p.id = of_project;
    if brief.state is distinct from 'active' then
        outcome := 'paused';
        return;
    end if;
    if brief.apart then
        outcome := 'apart';
        return;
    end if;
    if not follows then
        why := to_jsonb(armslength_kept_out(of_tenant, of_project, of_person, of_firm, array['content', 'brief'], at));
    end if;
    outcome := case when why is not null then 'walled' when not brief.prepared then 'read_guideline' end;
    if outcome is not null then
        return;
    end if;
    if brief.warns then
        select c.declined, c.reached into declined, reached from care_hidden(of_tenant, of_project, of_person, at) c;
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
    order by a.state = 'rework' desc, a.leased_at, a.id limit 1 for no key update skip locked;
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
    select exists (select from project_skill s where s.tenant_id = of_tenant and s.project_id = of_project)
            or exists (select from batch_skill s where s.tenant_id = of_tenant and s.project_id = of_project) as skills,
           exists (select from gold_policy g where g.tenant_id = of_tenant and g.project_id = of_project) as gold,
           exists (select from canary_policy c where c.tenant_id = of_tenant and c.project_id = of_project) as canaries,
           exists (select from routing r where r.tenant_id = of_tenant and r.project_id = of_project) as routes
    into asks;
    if asks.skills then
        if skill_lacking(of_tenant, of_project, of_person, at) then
            outcome := 'unskilled';
            return;
        end if;
        closed := skill_closed(of_tenant, of_project, of_person, at);
    end if;
    if asks.gold then
        select g.item, g.batch, g.why, g.gate into gold_item, gold_batch, gold_why, gate
        from gold_take(of_tenant, of_project, of_person, brief.seed, load.live + load.answered) g;
    end if;
    if gold_item is not null and care_of(of_tenant, of_project, gold_batch) & (declined | reached) <> 0 then
        update item i set taken = i.taken - 1 where i.tenant_id = of_tenant and i.id = gold_item;
        if gate is not null then
            outcome := case when care_of(of_tenant, of_project, gold_batch) & reached <> 0 then 'resting' else 'spared' end;
            return;
        end if;
        gold_item := null;
    end if;
    -- Hidden gold of a closed batch would be the only item of it; a course is there to be learned from.
    if gold_item is not null and gate is null and gold_batch = any (closed) then
        update item i set taken = i.taken - 1 where i.tenant_id = of_tenant and i.id = gold_item;
        gold_item := null;
    end if;
    if gold_item is not null then
        item := gold_item;
        batch := gold_batch;
        why := gold_why;
    elsif gate is not null then
        -- What is still in hand may yet open the gate.
        outcome := case when gate = 'shut' then 'not_qualified'
                        when gate = 'course_busy' or load.live > 0 then 'wait' else 'course_done' end;
        return;
    elsif asks.canaries then
        select c.item, c.batch, c.why into item, batch, why from canary_take(of_tenant, of_project, of_person, of_firm,
            brief.seed, load.live + load.answered, declined | reached, closed) c;
    end if;
    if item is null then
        if asks.routes then
            lanes := queue_lanes(of_tenant, of_project, of_firm);
        end if;
        select * into taken from queue_take(of_tenant, of_project, of_person, of_firm, lanes, brief.overlap,
            declined | reached, closed);
        if taken.item is null then
            outcome := case when not taken.locked then care_keeps(of_tenant, of_project, lanes, declined, reached) end;
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
    if gold_item is not null then
        place := place % brief.overlap;
    end if;
end $$;
