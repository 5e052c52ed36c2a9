-- Gold by what is not yet known of a person: the share falls from `share` to `share_min` as their need falls from 1 to 0.
alter table gold_policy add column share_min double precision;      -- null: the same share for everybody
alter table gold_policy add check (share_min between 0 and share);

-- How much there is still to learn about a person. Kept where something is learnt (an answer to gold is scored, a fit is
-- kept, a concern comes or goes), so that the draw reads one number. No row: nothing is known.
create table gold_need (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    gold int not null default 0,                    -- of their hidden gold, the last ones that were looked at
    low double precision not null default 0,        -- 95 % interval of their score on these
    high double precision not null default 1,
    fit_low double precision,                       -- how often they are right, by the last fit: the question least is known of
    fit_high double precision,
    watched boolean not null default false,         -- a concern about them is open or was upheld, and is still found
    need double precision not null default 1 check (need between 0 and 1),
    primary key (tenant_id, project_id, person_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('gold_need', 'select, insert, update');

-- The share of gold of a person of this need (null: nothing is known of them).
create function gold_part(at_most double precision, at_least double precision, need double precision) returns double precision
language sql immutable parallel safe as $$
    select case when at_least is null then at_most else at_least * (1 - coalesce(need, 1)) + at_most * coalesce(need, 1) end
$$;

-- As before; the share is the person's own.
create or replace function gold_take(
    of_tenant uuid, of_project uuid, of_person uuid, seed bytea, turn bigint,
    out item uuid, out batch uuid, out why jsonb, out gate text
) language plpgsql as $$
declare
    policy record;
    standing text;
    drawn double precision;
    part double precision;
    pick record;
    start uuid;
    form int := 1;
begin
    select p.share, p.share_min, p.gate, p.course into policy from gold_policy p
    where p.tenant_id = of_tenant and p.project_id = of_project;
    if not found then
        return;
    end if;
    select queue_tier(of_tenant, of_project, m.vendor_id) into form from membership m
    where m.tenant_id = of_tenant and m.person_id = of_person and m.vendor_id is not null;
    form := coalesce(form, 1);
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
            and g.course = policy.course and g.retired_at is null and i.tiers & form <> 0
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
            return;                                 -- nobody's share is larger
        end if;
        part := gold_part(policy.share, policy.share_min, (select n.need from gold_need n
            where n.tenant_id = of_tenant and n.project_id = of_project and n.person_id = of_person));
        if drawn >= part then
            return;
        end if;
        start := encode(substring(sha256(seed || '\x676f6c64'::bytea || uuid_send(of_person) || int8send(turn)) from 1 for 16), 'hex')::uuid;
        for pass in 1..2 loop                       -- from there to the end, then from the beginning
            select i.id, i.batch_id into pick from gold g join item i on i.tenant_id = of_tenant and i.id = g.item_id
            where g.tenant_id = of_tenant and g.project_id = of_project and g.use = 'hidden' and g.retired_at is null
                and g.item_id >= start and i.tiers & form <> 0
                and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = g.item_id
                    and a.person_id = of_person)
            order by g.item_id limit 1 for update of i skip locked;
            exit when found;
            start := '00000000-0000-0000-0000-000000000000';
        end loop;
        why := jsonb_build_object('draw', 'gold', 'turn', turn, 'drawn', drawn, 'share', part);
    end if;
    if pick.id is null then
        return;
    end if;
    item := pick.id;
    batch := pick.batch_id;
    update item i set taken = i.taken + 1 where i.tenant_id = of_tenant and i.id = pick.id;
end $$;
