-- What a loop of asking and answering asks PostgreSQL, said in fewer looks. A statement costs more to begin than to carry out,
-- and so does each table that it names: what does not concern who asks is not named. Nothing answers otherwise than before.

-- As before. Nearly everybody who asks works for the tenant itself, in a browser, and no grant concerns them.
create or replace function armslength_asker(of_session bytea, of_key bytea, at timestamptz, of_project uuid)
returns table (
    person_id uuid, tenant_id uuid, used_at timestamptz, began_at timestamptz, key_id uuid, scopes text[],
    name text, organization_id uuid, side text, role text, project_exists boolean, project_role text,
    granted boolean, epoch int, tier text, working_in uuid, codes uuid[]
) language plpgsql volatile rows 1 as $$
#variable_conflict use_column
declare
    scope text := set_config('app.scope', 'door', true);
begin
    if of_session is not null then
        return query
            select s.person_id, s.tenant_id, s.seen_at, s.created_at, null::uuid, null::text[],
                p.name, m.organization_id, m.side, m.role, j.id is not null, w.role,
                false, 1, 'original', s.project_id, null::uuid[]
            from session s
            join membership m on m.tenant_id = s.tenant_id and m.person_id = s.person_id and m.ended_at is null
            join person p on p.id = s.person_id and p.disabled_at is null
            left join project j on j.tenant_id = s.tenant_id and j.id = of_project
            left join project_member w
                on w.tenant_id = s.tenant_id and w.project_id = of_project and w.person_id = s.person_id
            where s.id_hash = of_session and s.expires_at > at and m.side = 'customer';
        if found then
            return;
        end if;
    end if;
    return query
        select c.person_id, c.tenant_id, c.used_at, c.began_at, c.key_id, c.scopes,
            p.name, m.organization_id, m.side, m.role, j.id is not null, w.role,
            coalesce(armslength_grant_open(g.state, g.clear_until, at), false), coalesce(g.epoch, 1),
            coalesce(g.tier, 'original'), c.working_in,
            case when m.side = 'vendor' then (
                select array[c.tenant_id, v.code] from vendor v
                where v.tenant_id = c.tenant_id and v.organization_id = m.organization_id
            ) || (
                select array_agg(u.id order by e.project_id, u.n) from vendor_grant e
                cross join lateral unnest(array[e.project_id, e.code]) with ordinality u (id, n)
                where e.tenant_id = c.tenant_id and e.vendor_id = m.organization_id
            ) end
        from (
            select s.person_id, s.tenant_id, s.seen_at as used_at, s.created_at as began_at,
                null::uuid as key_id, null::text[] as scopes, s.project_id as working_in
            from session s where s.id_hash = of_session and s.expires_at > at
            union all
            select k.person_id, k.tenant_id, k.last_used_at, k.created_at, k.id, k.scopes, null::uuid
            from api_key k where k.secret_hash = of_key and k.revoked_at is null
                and (k.expires_at is null or k.expires_at > at)
        ) c
        join membership m on m.tenant_id = c.tenant_id and m.person_id = c.person_id and m.ended_at is null
        join person p on p.id = c.person_id and p.disabled_at is null
        cross join lateral (select coalesce((
            select e.project_id from vendor_grant e where m.side = 'vendor' and e.tenant_id = c.tenant_id
                and e.vendor_id = m.organization_id and e.code = of_project), of_project) as id) r
        left join project j on j.tenant_id = c.tenant_id and j.id = r.id
        left join project_member w on w.tenant_id = c.tenant_id and w.project_id = r.id and w.person_id = c.person_id
        left join vendor_grant g on g.tenant_id = c.tenant_id and g.project_id = r.id
            and g.vendor_id = m.organization_id and m.side = 'vendor';
end $$;

-- As before. An expression that names no table is worked out without a statement of its own; `is null` is only there to
-- have it be one.
create or replace function armslength_pass(
    of_tenant uuid, of_person uuid, of_vendor uuid, of_project uuid, of_epoch int, at timestamptz, of_session bytea
) returns void language plpgsql volatile as $$
declare
    held boolean := pg_advisory_xact_lock_shared(armslength_person_lock(of_tenant, of_person)) is not null;
begin
    if of_vendor is not null and of_project is not null then
        held := armslength_grant_held(of_tenant, of_project, of_vendor, of_epoch, at);
    elsif of_vendor is not null then
        held := pg_advisory_xact_lock_shared(armslength_vendor_lock(of_tenant, of_vendor)) is not null;
    end if;
    if not held or not exists (
        select from membership m where m.tenant_id = of_tenant and m.person_id = of_person and m.ended_at is null
            and m.vendor_id is not distinct from of_vendor
    ) then
        raise exception 'This request may not go on.' using errcode = 'AL001';
    end if;
    if of_session is not null then
        if not exists (select from session s where s.id_hash = of_session and s.project_id = of_project) then
            raise exception 'This session does not work here.' using errcode = 'AL002';
        end if;
    end if;
end $$;

-- As before; of the tenant's own people nothing is looked up. A function in PL/pgSQL keeps its plan, and is begun for less.
create or replace function armslength_shown_as(
    of_tenant uuid, of_project uuid, of_item uuid, of_lease uuid, of_person uuid, of_firm uuid
) returns text language plpgsql stable as $$
begin
    if of_firm = of_tenant then
        return 'original';
    end if;
    return coalesce(
        (select x.rendition from exposure x where x.tenant_id = of_tenant and x.person_id = of_person
            and x.lease_id = of_lease and x.kind = 'item' and x.object = of_item::text order by x.last_at desc limit 1),
        (select g.tier from vendor_grant g where g.tenant_id = of_tenant and g.project_id = of_project
            and g.vendor_id = of_firm), 'original');
end $$;

create or replace function queue_tier(of_tenant uuid, of_project uuid, of_firm uuid) returns int
language plpgsql stable as $$
begin
    if of_firm is null or of_firm = of_tenant then
        return 1;
    end if;
    return armslength_tier_bit((select g.tier from vendor_grant g where g.tenant_id = of_tenant
        and g.project_id = of_project and g.vendor_id = of_firm));
end $$;

create or replace function care_of(of_tenant uuid, of_project uuid, of_batch uuid) returns int
language plpgsql stable as $$
begin
    return coalesce((select p.harms | coalesce((select b.harms from care_batch b where b.tenant_id = of_tenant
            and b.project_id = of_project and b.batch_id = of_batch), 0)
        from care_policy p where p.tenant_id = of_tenant and p.project_id = of_project), 0);
end $$;

-- As before. Where everybody is past is looked up only where nothing was found.
create or replace function queue_take_fresh(
    of_tenant uuid, of_project uuid, of_batch uuid, of_lane smallint, of_person uuid, of_firm uuid, each int, after bigint,
    tier int, out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $f$
begin
    if tier <> 1 then
        execute format($q$
            with head as (
                select i.ord from item i
                where i.tenant_id = $1 and i.batch_id = $3 and i.lane = $4 and i.open and i.ord > $8 and i.tiers & %1$s <> 0
                    and not exists (select from assignment a where a.tenant_id = $1 and a.item_id = i.id
                        and a.person_id = $5 and a.state not in ('expired', 'returned') offset 0)
                    and ($7::int is null or not queue_full($1, i.id, $6, $7))
                order by i.ord limit 1
            ), pick as (
                select i.id from item i
                where i.tenant_id = $1 and i.batch_id = $3 and i.lane = $4 and i.open and i.tiers & %1$s <> 0
                    and i.ord >= (select ord from head)
                    and not exists (select from assignment a where a.tenant_id = $1 and a.item_id = i.id
                        and a.person_id = $5 and a.state not in ('expired', 'returned') offset 0)
                    and ($7::int is null or not queue_full($1, i.id, $6, $7))
                order by i.ord limit 1 for no key update of i skip locked
            ), took as (
                update item i set taken = i.taken + 1, open = i.taken + 1 < i.wanted
                from pick where i.tenant_id = $1 and i.id = pick.id and i.open
                returning i.id, i.ord, not i.open as full_now
            )
            select (select h.ord from head h),
                   case when not exists (select from head) then
                       (select max(i.ord) from item i where i.tenant_id = $1 and i.project_id = $2) end,
                   took.ord, took.id, took.full_now
            from (select) one left join took on true $q$, tier)
        into first, last, got, item, full_now
        using of_tenant, of_project, of_batch, of_lane, of_person, of_firm, each, after;
        return;
    end if;
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
        order by i.ord limit 1 for no key update of i skip locked
    ), took as (
        update item i set taken = i.taken + 1, open = i.taken + 1 < i.wanted
        from pick where i.tenant_id = of_tenant and i.id = pick.id and i.open
        returning i.id, i.ord, not i.open as full_now
    )
    select (select h.ord from head h),
           case when not exists (select from head) then
               (select max(i.ord) from item i where i.tenant_id = of_tenant and i.project_id = of_project) end,
           took.ord, took.id, took.full_now
    into first, last, got, item, full_now
    from (select) one left join took on true;
end $f$;
