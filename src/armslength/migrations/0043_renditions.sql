-- Renditions: an item in another form, for the people of vendors who must not have the original.
--
-- A grant has a tier, which says what form its people are shown. The tier is a bit: 1 the original (every item has it),
-- 2 redacted, 4 synthetic. `item.tiers` says in which forms an item is there, so that the queue needs to look at nothing else.
alter table vendor_grant add column tier text not null default 'original' check (tier in ('original', 'redacted', 'synthetic'));
alter table item add column tiers smallint not null default 1 check (tiers & 1 = 1 and tiers between 1 and 7);
create index item_open_redacted on item (tenant_id, batch_id, lane, ord) where open and tiers & 2 <> 0;
create index item_open_synthetic on item (tenant_id, batch_id, lane, ord) where open and tiers & 4 <> 0;

-- One row per version: what somebody was shown stays, whatever is made after it. The latest counts.
create table rendition (
    tenant_id uuid not null,
    item_id uuid not null,
    tier text not null check (tier in ('redacted', 'synthetic')),
    version int not null check (version > 0),
    project_id uuid not null,
    source text not null check (source in ('imported', 'made', 'planted')),
    sealed bytea not null,                          -- {"content": ...}
    digest bytea not null,                          -- of the plain form, so that the same again changes nothing
    found jsonb not null default '{}',              -- {class: how many were masked}
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, item_id, tier, version),
    foreign key (tenant_id, item_id) references item
);
create index rendition_project on rendition (tenant_id, project_id, tier, source);
call armslength_wall('rendition', 'select, insert');

-- Held shared by whoever gives items renditions, alone by whoever changes a tier: which cursors there are for a tier does
-- not change while it is asked.
create function armslength_tier_lock(of_tenant uuid, of_project uuid) returns bigint
    language sql immutable parallel safe return hashtextextended(of_tenant::text || of_project::text, 42);

create function armslength_tier_bit(tier text) returns int language sql immutable parallel safe
    return case tier when 'redacted' then 2 when 'synthetic' then 4 else 1 end;

-- In which form a firm's people are shown items. The customer's own see the original.
create function queue_tier(of_tenant uuid, of_project uuid, of_firm uuid) returns int language sql stable as $$
    select armslength_tier_bit((select g.tier from vendor_grant g where g.tenant_id = of_tenant
        and g.project_id = of_project and g.vendor_id = of_firm))
$$;

-- As armslength_grant_held; besides, whether the grant's tier is the one that whoever asks knows of. In this order: the tier is
-- read once the grant is held, and nobody changes it while it is.
create function armslength_grant_shows(
    of_tenant uuid, of_project uuid, of_vendor uuid, of_epoch int, of_tier text, at timestamptz
) returns boolean language plpgsql volatile as $$
begin
    return armslength_grant_held(of_tenant, of_project, of_vendor, of_epoch, at) and exists (
        select from vendor_grant g where g.tenant_id = of_tenant and g.project_id = of_project
            and g.vendor_id = of_vendor and g.tier = of_tier);
end $$;

-- What was shown under a lease, form by form: two forms of an item are two deliveries.
alter table exposure drop constraint exposure_pkey;
alter table exposure add primary key (tenant_id, person_id, lease_id, kind, object, purpose, project_id, rendition);

-- Which form an answer was given on, and which form a suggestion was made for.
alter table annotation add column rendition text not null default 'original' check (rendition in ('original', 'redacted', 'synthetic'));
alter table suggestion add column rendition text not null default 'original' check (rendition in ('original', 'redacted', 'synthetic'));

-- The form in which somebody saw an item under a lease, the last one; of a lease that is not known here, what their firm is shown.
create function armslength_shown_as(of_tenant uuid, of_project uuid, of_item uuid, of_lease uuid, of_person uuid, of_firm uuid)
returns text language sql stable as $$
    select case when of_firm = of_tenant then 'original' else coalesce(
        (select x.rendition from exposure x where x.tenant_id = of_tenant and x.person_id = of_person
            and x.lease_id = of_lease and x.kind = 'item' and x.object = of_item::text order by x.last_at desc limit 1),
        (select g.tier from vendor_grant g where g.tenant_id = of_tenant and g.project_id = of_project
            and g.vendor_id = of_firm), 'original') end
$$;

-- Whether a firm's people may be shown an item with these answers to it: who is shown a redacted form is not shown what was
-- said of the original either.
create function queue_showable(of_tenant uuid, of_project uuid, of_firm uuid, of_item uuid, answers uuid[])
returns boolean language sql stable as $$
    select t.tier = 'original' or exists (select from item i where i.tenant_id = of_tenant and i.id = of_item
            and i.tiers & armslength_tier_bit(t.tier) <> 0)
        and not exists (select from annotation a where a.tenant_id = of_tenant and a.id = any (answers)
            and a.rendition <> t.tier)
    from (select coalesce((select g.tier from vendor_grant g where g.tenant_id = of_tenant and g.project_id = of_project
        and g.vendor_id = of_firm), 'original') as tier) t
$$;

-- Cursors are a tier's own: what is not there in one form lies behind the cursor of those who are shown that form, and of
-- nobody else. An item that gains a form is put back into the queue, so that they meet it.
alter table queue_cursor add column tier smallint not null default 1;
alter table queue_cursor drop constraint queue_cursor_pkey;
alter table queue_cursor add primary key (tenant_id, batch_id, person_id, lane, tier);

-- As before, of items that are there in the form of `tier`. A form that only some have is looked for in an index of its
-- own; its statement is planned with the bit in it, since no index answers a parameter.
drop function queue_take_fresh;
create function queue_take_fresh(
    of_tenant uuid, of_project uuid, of_batch uuid, of_lane smallint, of_person uuid, of_firm uuid, each int, after bigint,
    tier int,
    out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $$
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
                order by i.ord limit 1 for update of i skip locked
            ), took as (
                update item i set taken = i.taken + 1, open = i.taken + 1 < i.wanted
                from pick where i.tenant_id = $1 and i.id = pick.id and i.open
                returning i.id, i.ord, not i.open as full_now
            )
            select (select h.ord from head h),
                   (select max(i.ord) from item i where i.tenant_id = $1 and i.project_id = $2),
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
    tier int,
    out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $$
begin
    with head as (
        select r.seq from returned_item r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = of_tenant and r.batch_id = of_batch and r.lane = of_lane and r.seq > after and i.open
            and i.lane = of_lane and i.tiers & tier <> 0
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
            and (each is null or not queue_full(of_tenant, i.id, of_firm, each))
        order by r.seq limit 1
    ), pick as (
        select i.id, r.seq from returned_item r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = of_tenant and r.batch_id = of_batch and r.lane = of_lane
            and r.seq >= (select seq from head) and i.open and i.lane = of_lane
            and i.tiers & tier <> 0
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

-- As before, in the form that the person's firm is shown.
create or replace function queue_take(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, lanes smallint[], overlap int, hidden int,
    closed uuid[],
    out item uuid, out batch uuid, out from_lane smallint, out locked boolean
) language plpgsql as $$
declare
    line record;
    step record;
    reached bigint;
    each int;
    form int := queue_tier(of_tenant, of_project, of_firm);
begin
    locked := false;
    for line in
        with open_batch as materialized (
            select b.id, b.priority, b.created_at, l.lane, coalesce(c.after_returned, 0) as after_returned,
                   coalesce(c.after_ord, -1) as after_ord
            from batch b cross join unnest(lanes) as l (lane)
            left join queue_cursor c on c.tenant_id = of_tenant and c.batch_id = b.id and c.person_id = of_person
                and c.lane = l.lane and c.tier = form
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
            from queue_take_returned(of_tenant, line.id, line.lane, of_person, of_firm, each, line.after, form);
        else
            select * into step
            from queue_take_fresh(of_tenant, of_project, line.id, line.lane, of_person, of_firm, each, line.after, form);
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
            insert into queue_cursor as c (tenant_id, batch_id, person_id, lane, tier, after_ord, after_returned)
            values (of_tenant, line.id, of_person, line.lane, form,
                    case when line.turn = 1 then reached else -1 end, case when line.turn = 0 then reached else 0 end)
            on conflict (tenant_id, batch_id, person_id, lane, tier) do update
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

-- As before; gold is asked of who is shown it in a form that it has.
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
    form int := 1;
begin
    select p.share, p.gate, p.course into policy from gold_policy p
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
        why := jsonb_build_object('draw', 'gold', 'turn', turn, 'drawn', drawn, 'share', policy.share);
    end if;
    if pick.id is null then
        return;
    end if;
    item := pick.id;
    batch := pick.batch_id;
    update item i set taken = i.taken + 1 where i.tenant_id = of_tenant and i.id = pick.id;
end $$;

create or replace function canary_take(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, seed bytea, turn bigint, hidden int, closed uuid[],
    out item uuid, out batch uuid, out why jsonb
) language plpgsql as $$
declare
    rate double precision;
    drawn double precision;
    start uuid;
    form int := queue_tier(of_tenant, of_project, of_firm);
begin
    select p.share into rate from canary_policy p where p.tenant_id = of_tenant and p.project_id = of_project;
    if not found then
        return;
    end if;
    drawn := gold_draw(seed, of_person, '\x63616e617279'::bytea || int8send(turn));
    if drawn >= rate or queue_lanes(of_tenant, of_project, of_firm) = '{}' then
        return;                                     -- a firm that a plan leaves out is asked nothing
    end if;
    start := encode(substring(sha256(seed || '\x63616e617279'::bytea || uuid_send(of_person) || int8send(turn)) from 1 for 16), 'hex')::uuid;
    for pass in 1..2 loop                          -- from there to the end, then from the beginning
        select i.id, i.batch_id into item, batch from canary c join item i on i.tenant_id = of_tenant and i.id = c.item_id
        where c.tenant_id = of_tenant and c.project_id = of_project and c.vendor_id = of_firm
            and c.retired_at is null and c.item_id >= start and i.tiers & form <> 0
            and i.state = 'canary' and i.taken < i.wanted and i.batch_id <> all (closed)
            and exists (select from batch b where b.tenant_id = of_tenant and b.id = i.batch_id and b.state = 'open')
            and (hidden = 0 or care_of(of_tenant, of_project, i.batch_id) & hidden = 0)
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = c.item_id
                and a.person_id = of_person)
        order by c.item_id limit 1 for update of i skip locked;
        exit when item is not null;
        start := '00000000-0000-0000-0000-000000000000';
    end loop;
    if item is null then
        return;
    end if;
    why := jsonb_build_object('draw', 'canary', 'turn', turn, 'drawn', drawn, 'share', rate);
    update item i set taken = i.taken + 1 where i.tenant_id = of_tenant and i.id = canary_take.item;
end $$;

-- As before, with the tier of the grant that a vendor's person acts under.
drop function armslength_asker;
create function armslength_asker(of_session bytea, of_key bytea, at timestamptz, of_project uuid)
returns table (
    person_id uuid, tenant_id uuid, used_at timestamptz, began_at timestamptz, key_id uuid, scopes text[],
    name text, organization_id uuid, side text, role text, project_exists boolean, project_role text,
    granted boolean, epoch int, tier text
) language plpgsql volatile rows 1 as $$
#variable_conflict use_column
begin
    perform set_config('app.scope', 'door', true);
    return query
        select c.person_id, c.tenant_id, c.used_at, c.began_at, c.key_id, c.scopes,
            p.name, m.organization_id, m.side, m.role, j.id is not null, w.role,
            coalesce(armslength_grant_open(g.state, g.clear_until, at), false), coalesce(g.epoch, 1),
            coalesce(g.tier, 'original')
        from (
            select s.person_id, s.tenant_id, s.seen_at as used_at, s.created_at as began_at,
                null::uuid as key_id, null::text[] as scopes
            from session s where s.id_hash = of_session and s.expires_at > at
            union all
            select k.person_id, k.tenant_id, k.last_used_at, k.created_at, k.id, k.scopes
            from api_key k where k.secret_hash = of_key and k.revoked_at is null
                and (k.expires_at is null or k.expires_at > at)
        ) c
        join membership m on m.tenant_id = c.tenant_id and m.person_id = c.person_id and m.ended_at is null
        join person p on p.id = c.person_id and p.disabled_at is null
        left join project j on j.tenant_id = c.tenant_id and j.id = of_project
        left join project_member w
            on w.tenant_id = c.tenant_id and w.project_id = of_project and w.person_id = c.person_id
        left join vendor_grant g on g.tenant_id = c.tenant_id and g.project_id = of_project
            and g.vendor_id = m.organization_id and m.side = 'vendor';
end $$;
