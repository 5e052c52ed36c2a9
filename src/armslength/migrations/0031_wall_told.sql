-- The wall of a project, told to its customer: how often it kept people out, day by day, and who is held back now.
create table wall_refusal_day (
    tenant_id uuid not null,
    project_id uuid not null,
    day date not null,                              -- UTC
    organization_id uuid not null,
    reason text not null check (reason in ('person', 'employer', 'quarantined', 'changing')),
    times int not null,
    primary key (tenant_id, project_id, day, organization_id, reason),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('wall_refusal_day', 'select, insert, update');

-- Who of the vendors' people with a role in the project would be kept out if they asked now, why, and when that ends by
-- itself (null: not by itself). It asks what an admission asks, in its order, and changes nothing.
create function armslength_held_back_within(of_tenant uuid, of_project uuid, at timestamptz)
returns table (person_id uuid, organization_id uuid, reason text, until timestamptz) language plpgsql volatile as $$
declare
    brief record;
    seat record;
    subjects uuid[];
begin
    select p.exclusivity <> 'none' as walled, p.exclusivity = 'pod' as pod into brief
    from project p where p.tenant_id = of_tenant and p.id = of_project;
    for seat in
        select m.person_id, m.organization_id from project_member w join membership m
            on m.tenant_id = w.tenant_id and m.person_id = w.person_id and m.ended_at is null
        where w.tenant_id = of_tenant and w.project_id = of_project and m.organization_id <> of_tenant
        order by m.person_id
    loop
        person_id := seat.person_id;
        organization_id := seat.organization_id;
        until := null;
        if not exists (select from affiliation a where a.organization_id = seat.organization_id
                and a.person_id = seat.person_id and (a.until is null or a.until > at)) then
            reason := 'employer';
            return next;
            continue;
        end if;
        subjects := armslength_subjects(of_tenant, of_project, seat.person_id, seat.organization_id, brief.pod);
        if exists (select from unnest(subjects) as one where armslength_moved(of_tenant, one, seat.organization_id, at)) then
            reason := 'quarantined';
            return next;
            continue;
        end if;
        select max(ends) into until from (
            select h.until as ends from person_history h join conflict_edge e on e.until is null
                and (e.low = of_tenant and e.high = h.customer_id or e.high = of_tenant and e.low = h.customer_id)
            where h.person_id = any (subjects) and h.until > at
                and (brief.walled and not armslength_let_off(of_tenant, h.person_id, at)
                    or h.walled and not armslength_let_off(h.customer_id, h.person_id, at))
            union all
            select c.until from wall_claim c join conflict_edge e on e.id = c.edge_id and e.until is null
            where brief.walled and of_tenant in (e.low, e.high) and c.side <> of_tenant and c.until > at
                and c.person_id = any (subjects) and not (armslength_let_off(of_tenant, c.person_id, at)
                    and armslength_let_off(c.side, c.person_id, at))
        ) every;
        if until is not null then
            reason := 'person';
            return next;
        end if;
    end loop;
end $$;

create function armslength_held_back(of_tenant uuid, of_project uuid, at timestamptz)
returns table (person_id uuid, organization_id uuid, reason text, until timestamptz) language plpgsql volatile as $$
declare
    before text := armslength_scope();
begin
    perform set_config('app.scope', 'wall', true);
    return query select * from armslength_held_back_within(of_tenant, of_project, at);
    perform set_config('app.scope', before, true);
end $$;
