-- Gold: items whose right answers are known. They measure people (hidden among the others), teach them (training, with
-- feedback) and admit them (screening, without). A gold item is in nobody's queue, takes part in no agreement and no
-- release, and asks for as many answers as there are people.
alter table item drop constraint item_state_check;
alter table item add constraint item_state_check check (state in ('active', 'cancelled', 'gold'));

create table gold (
    tenant_id uuid not null,
    item_id uuid not null,
    project_id uuid not null,
    use text not null check (use in ('hidden', 'training', 'screening')),
    course int not null,                            -- training and screening: the course it belongs to
    place int not null,                             -- training and screening: its turn in the course
    version int not null check (version > 0),       -- of the key: grows when the right answers change
    schema_version int not null,                    -- under which the right answers were written
    guideline_version int not null,                 -- in force then
    sealed bytea not null,                          -- {"answers": ..., "explanation": ...}
    created_by uuid not null,
    created_at timestamptz not null,
    retired_at timestamptz,
    primary key (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project
);
create index gold_live on gold (tenant_id, project_id, use, place) where retired_at is null;
call armslength_wall('gold', 'select, insert, update');

-- How a project uses its gold. No row: it uses none.
create table gold_policy (
    tenant_id uuid not null,
    project_id uuid not null,
    share double precision not null check (share between 0 and 0.5),   -- of what people are asked, hidden gold
    gate boolean not null,                          -- the course must be passed before work
    mark double precision not null check (mark between 0 and 1),       -- mean score that passes it
    course int not null check (course > 0),         -- grows when everybody must pass again
    changed_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('gold_policy', 'select, insert, update');

-- How near an answer to a gold item came to the right one.
create table gold_result (
    tenant_id uuid not null,
    assignment_id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    person_id uuid not null,
    organization_id uuid not null,
    annotation_id uuid not null,
    use text not null check (use in ('hidden', 'training', 'screening')),
    course int not null,
    key_version int not null,
    guideline_version int not null,
    score double precision not null check (score between 0 and 1),
    matches jsonb not null,                         -- {question: 0 … 1}
    scored_at timestamptz not null,
    primary key (tenant_id, assignment_id),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id),
    foreign key (tenant_id, item_id) references gold
);
create index gold_result_person on gold_result (tenant_id, project_id, person_id, use);
create index gold_result_item on gold_result (tenant_id, item_id);
call armslength_wall('gold_result', 'select, insert, update');

-- Who may work behind the gate: passed by score, or let in or kept out by somebody who says why.
create table qualification (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    course int not null,
    state text not null check (state in ('passed', 'failed', 'admitted', 'barred')),
    score double precision,
    guideline_version int not null,
    decided_by uuid,                                -- null: by score
    sealed bytea,                                   -- what that person said
    decided_at timestamptz not null,
    primary key (tenant_id, project_id, person_id, course),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('qualification', 'select, insert, update');

-- Why this item was put before this person: {"draw": "queue" | "gold" | "training" | "screening", …}. With the project's
-- seed the draw can be repeated. Never shown at the bench.
alter table assignment add column why jsonb not null default '{"draw": "queue"}';

-- The gateway opens right answers too, and writes that down.
alter table exposure drop constraint exposure_kind_check;
alter table exposure add constraint exposure_kind_check check (kind in ('item', 'media', 'guideline', 'schema', 'answers', 'gold'));

-- A number in [0, 1) that nobody without the project's seed can foresee: of a person's n-th turn, or of a person and item.
create function gold_draw(seed bytea, of_person uuid, about bytea) returns double precision language sql immutable parallel safe
    return (('x' || encode(substring(sha256(seed || '\x676f6c64'::bytea || uuid_send(of_person) || about) from 1 for 4), 'hex'))::bit(32)::bigint)
        / 4294967296.0;

-- What of a course a person has still to be asked.
create function gold_left(of_tenant uuid, of_project uuid, of_person uuid, of_course int) returns setof uuid
language sql stable as $$
    select g.item_id from gold g
    where g.tenant_id = of_tenant and g.project_id = of_project and g.use in ('training', 'screening')
        and g.course = of_course and g.retired_at is null
        and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = g.item_id
            and a.person_id = of_person and a.state not in ('expired', 'returned'))
$$;

-- The gold item that is this person's turn, if any: of the course while the gate is closed to them (in its order), else,
-- at the project's share, a hidden one that they have never met (in an order of their own). `gate` is why there is none of
-- the course: course_busy (others are taking what is left this very moment), course_done (it has yet to be judged), shut.
-- What is locked is passed over: `next` holds the person's workload and must wait for nothing.
create function gold_take(
    of_tenant uuid, of_project uuid, of_person uuid, seed bytea, turn bigint,
    out item uuid, out batch uuid, out why jsonb, out gate text
) language plpgsql as $$
declare
    policy record;
    standing text;
    drawn double precision;
    pick record;
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
        select i.id, i.batch_id into pick from gold g join item i on i.tenant_id = of_tenant and i.id = g.item_id
        where g.tenant_id = of_tenant and g.project_id = of_project and g.use = 'hidden' and g.retired_at is null
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = g.item_id
                and a.person_id = of_person)
        order by gold_draw(seed, of_person, uuid_send(g.item_id)), g.item_id limit 1 for update of i skip locked;
        why := jsonb_build_object('draw', 'gold', 'turn', turn, 'drawn', drawn, 'share', policy.share);
    end if;
    if pick.id is null then
        return;
    end if;
    item := pick.id;
    batch := pick.batch_id;
    update item i set taken = i.taken + 1 where i.tenant_id = of_tenant and i.id = pick.id;
end $$;

-- Whether somebody else holds, in an open batch, an item that this person could still be asked about; gold comes back
-- to nobody.
create or replace function queue_may_come_back(of_tenant uuid, of_project uuid, of_person uuid) returns boolean language plpgsql stable as $$
begin
    return exists (
        select from assignment o join batch b on b.tenant_id = of_tenant and b.id = o.batch_id and b.state = 'open'
        where o.tenant_id = of_tenant and o.project_id = of_project and o.state in ('leased', 'rework')
            and o.person_id <> of_person
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = o.item_id
                and a.person_id = of_person and a.state not in ('expired', 'returned'))
            and not exists (select from gold g where g.tenant_id = of_tenant and g.item_id = o.item_id)
    );
end $$;

-- As before, and gold goes first. What a person is to do next in a project: `outcome` is mine (a live lease or rework of
-- theirs that they do not `have`), leased (a place was taken on `item`; `assignment` and `attempt` tell of an earlier lease of theirs on it, `place`
-- how many others were asked before; `why` it is this item), or why there is nothing: paused, read_guideline, cap, wait,
-- course_done (to be judged before there is more), not_qualified, done.
drop function assignment_next;
create function assignment_next(
    of_tenant uuid, of_project uuid, of_person uuid, have uuid[], at timestamptz, in_hand int,
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
    outcome := case when brief.state is distinct from 'active' then 'paused' when not brief.prepared then 'read_guideline' end;
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
