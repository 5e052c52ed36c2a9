-- The person wall: nobody who knows what one customer showed them is shown anything of a customer in conflict with it.
--
-- Decided at admission to a compartment (a tenant's project), under the person's lock, over what the whole hub knows of
-- them. What an admission leaves is a *clearance*, a row of the tenant's own, good for a day: a delivery looks at nothing
-- else. The history is written as if the last delivery were made when the clearance ends, so that it is never too short.
--
-- Locks, in this order: the hub's lock of ownership (tried, never waited for: while conflicts change, nobody is admitted),
-- then the locks of the people, by id.

-- What people have been shown of whom: hub-wide, because a person has one history whatever the account, seat or firm.
-- Grows and ages, never shrinks.
create table person_history (
    person_id uuid not null references person,
    customer_id uuid not null references organization,
    project_id uuid not null,
    kind text not null check (kind in ('content', 'brief', 'metadata')),
    walled boolean not null,                        -- the project keeps its people from rivals
    first_at timestamptz not null,
    last_at timestamptz not null,                   -- no delivery under this admission is later
    until timestamptz not null check (until >= last_at),  -- then it has aged out
    primary key (person_id, customer_id, project_id, kind)
);
create index person_history_customer on person_history (customer_id, person_id);

-- The last line, should anybody ever decide without the lock: one row per person and pair of customers in conflict, held
-- by one side until what it showed has aged out.
create table wall_claim (
    person_id uuid not null references person,
    edge_id uuid not null references conflict_edge,
    side uuid not null references organization,
    until timestamptz not null,
    primary key (person_id, edge_id)
);

-- Which firms a person has been judged at (R7). Where somebody with a history works for a firm that is not here, nothing
-- is delivered to them.
create table move_judged (
    person_id uuid not null references person,
    organization_id uuid not null references organization,
    customer_id uuid not null references organization,
    judged_at timestamptz not null,
    primary key (person_id, organization_id, customer_id)
);

-- "This person may be shown this kind of thing here, on behalf of this firm, until then."
create table clearance (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('content', 'brief', 'metadata')),
    organization_id uuid not null,
    until timestamptz not null,
    primary key (tenant_id, project_id, person_id, kind),
    foreign key (tenant_id, project_id) references project
);
create index clearance_person on clearance (person_id);
call armslength_wall('clearance', 'select, insert, update, delete');

-- Whom the wall kept out, and why; told to the customer alone. One row per person, project and kind, one leaf in the log
-- per day.
create table wall_refusal (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('content', 'brief', 'metadata')),
    organization_id uuid not null,
    reason text not null check (reason in ('person', 'employer', 'quarantined', 'changing')),
    first_at timestamptz not null,
    last_at timestamptz not null,
    logged_at timestamptz not null,
    times int not null,
    unlogged int not null,                          -- how often since it was logged
    primary key (tenant_id, project_id, person_id, kind),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('wall_refusal', 'select, insert, update');

-- People of this tenant's history who now also work for a firm that a rival of the tenant reaches.
create table quarantine (
    tenant_id uuid not null references organization,
    id uuid not null,
    person_id uuid not null,
    vendor_id uuid not null,
    since timestamptz not null,
    until timestamptz,
    primary key (tenant_id, id)
);
create unique index quarantine_open on quarantine (tenant_id, person_id, vendor_id) where until is null;
call armslength_wall('quarantine', 'select, insert, update');

-- "What this person has seen keeps them from nothing of ours, and what they saw of ours from nobody": asked for by one,
-- approved by another, for a time. A pair of customers needs the word of each side whose wall stands there.
create table person_waiver (
    tenant_id uuid not null,
    id uuid not null,
    person_id uuid not null,
    reason text not null check (length(reason) between 1 and 2000),
    asked_by uuid not null,
    asked_at timestamptz not null,
    approved_by uuid check (approved_by <> asked_by),
    approved_at timestamptz check ((approved_by is null) = (approved_at is null)),
    expires_at timestamptz not null check (expires_at > asked_at),
    ended_by uuid,
    ended_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, person_id) references membership,
    foreign key (tenant_id, asked_by) references membership,
    foreign key (tenant_id, approved_by) references membership,
    foreign key (tenant_id, ended_by) references membership
);
create index person_waiver_person on person_waiver (tenant_id, person_id);
call armslength_wall('person_waiver', 'select, insert, update');

-- How long what somebody saw is remembered, in months: never less than these.
alter table wall_setting
    add column content_months int not null default 12 check (content_months between 12 and 120),
    add column brief_months int not null default 24 check (brief_months between 24 and 120),
    add column metadata_months int not null default 3 check (metadata_months between 3 and 120);

do $$
declare
    wall text := '(select armslength_scope()) = ''wall''';
    t text;
begin
    foreach t in array array['person_history', 'wall_claim', 'move_judged'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy wall on %I using (%s) with check (%s)', t, wall, wall);
        execute format('grant select, insert, update on %I to armslength_app', t);
    end loop;
    execute format('create policy wall on clearance using (%s) with check (%s)', wall, wall);
    foreach t in array array['person_waiver', 'affiliation'] loop
        execute format('create policy wall on %I for select using (%s)', t, wall);
    end loop;
end $$;

create function armslength_wall_lock(of_person uuid) returns bigint
    language sql immutable parallel safe return hashtextextended(of_person::text, 7);

-- Whether the tenant's two people have let this person off.
create function armslength_let_off(of_tenant uuid, of_person uuid, at timestamptz) returns boolean language sql stable as $$
    select exists (select from person_waiver w where w.tenant_id = of_tenant and w.person_id = of_person
        and w.approved_at is not null and w.ended_at is null and w.expires_at > at)
$$;

-- R2, simple security: whether a person's history keeps them from a customer. `walled`: the project asked about keeps
-- apart; a history from a project that did keeps apart whatever is asked about.
create function armslength_knows_rival(of_tenant uuid, of_person uuid, walled boolean, at timestamptz) returns boolean
language sql volatile as $$                         -- volatile: looks at what has committed by now
    select exists (
        select from person_history h join conflict_edge e on e.until is null
            and (e.low = of_tenant and e.high = h.customer_id or e.high = of_tenant and e.low = h.customer_id)
        where h.person_id = of_person and h.until > at
            and (armslength_knows_rival.walled and not armslength_let_off(of_tenant, of_person, at)
                or h.walled and not armslength_let_off(h.customer_id, of_person, at)))
$$;

-- R7: whether the person works elsewhere for a firm that a rival reaches, or for one that nobody has looked at.
create function armslength_moved(of_tenant uuid, of_person uuid, of_firm uuid, at timestamptz) returns boolean
language sql volatile as $$
    select not armslength_let_off(of_tenant, of_person, at) and (
        exists (select from quarantine q where q.tenant_id = of_tenant and q.person_id = of_person
            and q.vendor_id <> of_firm and q.until is null)
        or exists (
            select from affiliation a join organization o on o.id = a.organization_id and o.kind = 'vendor'
            where a.person_id = of_person and a.organization_id <> of_firm and (a.until is null or a.until > at)
                and exists (select from person_history h where h.person_id = of_person and h.customer_id = of_tenant)
                and not exists (select from move_judged j where j.person_id = of_person
                    and j.organization_id = a.organization_id and j.customer_id = of_tenant and j.judged_at >= a.since)))
$$;

-- The last line: take or keep the tenant's side of every pair that it is in, for this person. False where the other
-- side holds one. Of two who come at once without the lock the second waits at the row and sees whose it is.
create function armslength_claim(of_tenant uuid, of_person uuid, ends timestamptz, at timestamptz) returns boolean
language plpgsql volatile as $$
declare
    edge record;
begin
    for edge in
        select e.id, case when e.low = of_tenant then e.high else e.low end as other from conflict_edge e
        where e.until is null and of_tenant in (e.low, e.high) order by e.id
    loop
        insert into wall_claim values (of_person, edge.id, of_tenant, ends) on conflict do nothing;
        update wall_claim w set side = of_tenant,
            until = case when w.side = of_tenant then greatest(w.until, ends) else ends end
        where w.person_id = of_person and w.edge_id = edge.id and (w.side = of_tenant or w.until <= at);
        if not found and not (armslength_let_off(of_tenant, of_person, at) and armslength_let_off(edge.other, of_person, at)) then
            return false;
        end if;
    end loop;
    return true;
end $$;

-- Who counts as the person who asks: they alone or, behind a pod wall, they and whoever manages and reviews for their
-- firm here.
create function armslength_subjects(of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, pod boolean) returns uuid[]
language sql stable as $$
    select array(
        select of_person
        union select w.person_id from project_member w join membership m
            on m.tenant_id = w.tenant_id and m.person_id = w.person_id and m.ended_at is null
        where pod and w.tenant_id = of_tenant and w.project_id = of_project and m.organization_id = of_firm
            and w.role in ('manager', 'reviewer')
        order by 1)
$$;

-- Admission to a compartment: null when admitted, with history, claims and clearances written, else why not. A
-- customer's own people are always admitted to it (no customer can lock another's staff out), and what they see counts.
-- It works in the scope of the wall; `armslength_admit` goes there and back.
create function armslength_admit_within(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, what text[], at timestamptz
) returns text language plpgsql volatile as $$
declare
    ours boolean := of_firm = of_tenant;
    ends timestamptz := at + interval '1 day';
    brief record;
    keep jsonb;
    longest interval;
    subjects uuid[];
    one uuid;
begin
    if not ours and not pg_try_advisory_xact_lock_shared(hashtextextended('armslength ownership', 0)) then
        return 'changing';
    end if;
    select p.exclusivity <> 'none' as walled, p.exclusivity = 'pod' and not ours as pod into brief
    from project p where p.tenant_id = of_tenant and p.id = of_project;
    if not found then
        return 'employer';
    end if;
    subjects := armslength_subjects(of_tenant, of_project, of_person, of_firm, brief.pod);
    foreach one in array subjects loop
        perform pg_advisory_xact_lock(armslength_wall_lock(one));
    end loop;
    select jsonb_build_object('content', make_interval(months => coalesce(max(s.content_months), 12)),
        'brief', make_interval(months => coalesce(max(s.brief_months), 24)),
        'metadata', make_interval(months => coalesce(max(s.metadata_months), 3)))
    into keep from wall_setting s where s.tenant_id = of_tenant;
    select max((keep ->> k)::interval) into longest from unnest(what) as k;
    if not ours then
        if not exists (select from affiliation a where a.organization_id = of_firm and a.person_id = of_person
                and (a.until is null or a.until > at))
            or not exists (select from membership m where m.tenant_id = of_tenant and m.person_id = of_person
                and m.organization_id = of_firm and m.ended_at is null) then
            return 'employer';
        end if;
        foreach one in array subjects loop
            if armslength_moved(of_tenant, one, of_firm, at) then
                return 'quarantined';
            elsif armslength_knows_rival(of_tenant, one, brief.walled, at) then
                return 'person';
            end if;
        end loop;
    end if;
    foreach one in array subjects loop
        if brief.walled and not ours and not armslength_claim(of_tenant, one, ends + longest, at) then
            return 'person';
        end if;
        insert into person_history as h (person_id, customer_id, project_id, kind, walled, first_at, last_at, until)
        select one, of_tenant, of_project, k, brief.walled, at, ends, ends + (keep ->> k)::interval
        from unnest(what) as k
        on conflict (person_id, customer_id, project_id, kind) do update set
            walled = h.walled or excluded.walled, last_at = greatest(h.last_at, excluded.last_at),
            until = greatest(h.until, excluded.until);
    end loop;
    insert into clearance (tenant_id, project_id, person_id, kind, organization_id, until)
    select of_tenant, of_project, of_person, k, of_firm, ends from unnest(what) as k
    on conflict (tenant_id, project_id, person_id, kind) do update
        set organization_id = excluded.organization_id, until = excluded.until;
    return null;
end $$;

-- A function's own `set app.scope` would say the same, but only a superuser may write that, and the owner need not be one.
create function armslength_admit(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, what text[], at timestamptz
) returns text language plpgsql volatile as $$
declare
    before text := armslength_scope();
    said text;
begin
    perform set_config('app.scope', 'wall', true);
    said := armslength_admit_within(of_tenant, of_project, of_person, of_firm, what, at);
    perform set_config('app.scope', before, true);
    return said;
end $$;

-- What every delivery asks: null when the person is cleared for all of `what`, by a row of the tenant's own or by an
-- admission now; else why not.
create function armslength_kept_out(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, what text[], at timestamptz
) returns text language plpgsql volatile as $$
begin
    if (select count(*) from clearance c where c.tenant_id = of_tenant and c.project_id = of_project
            and c.person_id = of_person and c.kind = any (what) and c.organization_id = of_firm and c.until > at)
        = cardinality(what) then
        return null;
    end if;
    return armslength_admit(of_tenant, of_project, of_person, of_firm, what, at);
end $$;

-- Two customers are in conflict from now on: whoever knows both loses every clearance with either, after what is being
-- delivered to them, and is returned. Of the others, those who know one are claimed by it. Under the lock of ownership.
create function armslength_keep_apart(edge uuid, one uuid, other uuid, at timestamptz) returns setof uuid
language plpgsql volatile as $$
declare
    before text := armslength_scope();
    torn uuid;
begin
    perform set_config('app.scope', 'wall', true);
    for torn in
        select h.person_id from person_history h where h.customer_id = one and h.until > at
        intersect select h.person_id from person_history h where h.customer_id = other and h.until > at
        order by 1
    loop
        perform pg_advisory_xact_lock(armslength_person_lock(least(one, other), torn));
        perform pg_advisory_xact_lock(armslength_person_lock(greatest(one, other), torn));
        delete from clearance c where c.tenant_id in (one, other) and c.person_id = torn
            and c.organization_id <> c.tenant_id;
        return next torn;
    end loop;
    insert into wall_claim (person_id, edge_id, side, until)
    select h.person_id, edge, min(h.customer_id::text)::uuid, max(h.until) from person_history h
    where h.customer_id in (one, other) and h.until > at and h.walled
    group by h.person_id having count(distinct h.customer_id) = 1
    on conflict do nothing;
    perform set_config('app.scope', before, true);
end $$;

-- A person's firms have changed: nothing that they were cleared for holds; the next delivery asks anew.
create function armslength_firms_changed(of_person uuid) returns void
language plpgsql volatile as $$
declare
    before text := armslength_scope();
begin
    perform set_config('app.scope', 'wall', true);
    delete from clearance where person_id = of_person;
    perform set_config('app.scope', before, true);
end $$;

-- A project keeps its people from rivals from now on: so do the histories that it made, and everybody is asked anew.
create function armslength_wall_raised(of_tenant uuid, of_project uuid) returns void
language plpgsql volatile as $$
declare
    before text := armslength_scope();
begin
    perform set_config('app.scope', 'wall', true);
    update person_history h set walled = true where h.customer_id = of_tenant and h.project_id = of_project and not h.walled;
    delete from clearance c where c.tenant_id = of_tenant and c.project_id = of_project;
    perform set_config('app.scope', before, true);
end $$;

-- What was delivered before there was a wall: the history says as much as the exposures do.
alter table exposure no force row level security;
alter table project no force row level security;
alter table person_history no force row level security;
insert into person_history (person_id, customer_id, project_id, kind, walled, first_at, last_at, until)
select e.person_id, e.tenant_id, e.project_id, k.kind, bool_or(p.exclusivity <> 'none'), min(e.at), max(e.last_at),
    max(e.last_at) + make_interval(months => case k.kind when 'content' then 12 else 24 end)
from exposure e join project p on p.tenant_id = e.tenant_id and p.id = e.project_id
cross join lateral (select case when e.kind in ('schema', 'guideline') then 'brief' else 'content' end as kind) k
group by 1, 2, 3, 4;
alter table exposure force row level security;
alter table project force row level security;
alter table person_history force row level security;

-- As before, and the wall goes first: whoever it keeps out is told so (`walled`, `why` the reason) before any queue is
-- looked at. What a person is to do next in a project: `outcome` is mine (a live lease or rework of
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
        select * into taken from queue_take(of_tenant, of_project, of_person);
        if taken.item is null then
            outcome := case when taken.locked or queue_may_come_back(of_tenant, of_project, of_person) then 'wait' else 'done' end;
            return;
        end if;
        item := taken.item;
        batch := taken.batch;
        why := '{"draw": "queue"}';
    end if;
    update workload w set live = w.live + 1
    where w.tenant_id = of_tenant and w.project_id = of_project and w.person_id = of_person;
    outcome := 'leased';
    select count(*), (array_agg(a.id) filter (where a.person_id = of_person))[1],
           coalesce(max(a.attempt) filter (where a.person_id = of_person), 0) + 1
    into place, assignment, attempt
    from assignment a where a.tenant_id = of_tenant and a.item_id = assignment_next.item;
    -- Everybody may be asked about gold; a place beyond the overlap would tell.
    if gold.item is not null then
        place := place % brief.overlap;
    end if;
end $$;
