-- As before, but hidden gold is looked for from a place that is drawn, and the look ends at the first that the person has not
-- met: a turn that is gold takes no longer because there is much gold, which would have told it from the rest.
create index gold_turn on gold (tenant_id, project_id, item_id) where use = 'hidden' and retired_at is null;
create or replace function gold_take(
    of_tenant uuid, of_project uuid, of_person uuid, seed bytea, turn bigint,
    out item uuid, out batch uuid, out why jsonb, out gate text
) language plpgsql as $$
declare
    policy record;
    standing text;
    drawn double precision;
    pick record;
    start uuid;
begin
    select p.share, p.gate, p.course into policy from gold_policy p
    where p.tenant_id = of_tenant and p.project_id = of_project;
    if not found then
        return;
    end if;
    if policy.gate then
        select q.state into standing from qualification q where q.tenant_id = of_tenant and q.project_id = of_project
            and q.person_id = of_person and q.course = policy.course;
        gate := case when standing is null then 'course_done' when standing in ('failed', 'barred') then 'shut' end;
    end if;
    if gate = 'shut' then
        return;
    end if;
    if gate = 'course_done' then
        select i.id, i.batch_id, g.use into pick from gold g join item i on i.tenant_id = of_tenant and i.id = g.item_id
        where g.tenant_id = of_tenant and g.project_id = of_project and g.use in ('training', 'screening')
            and g.course = policy.course and g.retired_at is null
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = g.item_id
                and a.person_id = of_person and a.state not in ('expired', 'returned'))
        order by g.use = 'screening', g.place, g.item_id limit 1 for update of i skip locked;
        if found then
            why := jsonb_build_object('draw', pick.use, 'course', policy.course);
        elsif exists (select from gold_left(of_tenant, of_project, of_person, policy.course)) then
            gate := 'course_busy';
        end if;
    else
        drawn := gold_draw(seed, of_person, int8send(turn));
        if drawn >= policy.share then
            return;
        end if;
        start := encode(substring(sha256(seed || '\x676f6c64'::bytea || uuid_send(of_person) || int8send(turn)) from 1 for 16), 'hex')::uuid;
        for pass in 1..2 loop                       -- from there to the end, then from the beginning
            select i.id, i.batch_id into pick from gold g join item i on i.tenant_id = of_tenant and i.id = g.item_id
            where g.tenant_id = of_tenant and g.project_id = of_project and g.use = 'hidden' and g.retired_at is null
                and g.item_id >= start
                and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = g.item_id
                    and a.person_id = of_person)
            order by g.item_id limit 1 for update of i skip locked;
            exit when found;
            start := '00000000-0000-0000-0000-000000000000';
        end loop;
        why := jsonb_build_object('draw', 'gold', 'turn', turn, 'drawn', drawn, 'share', policy.share);
    end if;
    if pick.id is null then
        return;
    end if;
    item := pick.id;
    batch := pick.batch_id;
    update item i set taken = i.taken + 1 where i.tenant_id = of_tenant and i.id = pick.id;
end $$;
