-- Who is asked next. One row per person and item, for ever: the key forbids a second visit. A place on the item is held
-- while leased, in rework or submitted. Who lost or gave back a lease may take up the same row again (attempt + 1).
create table assignment (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    batch_id uuid not null,
    item_id uuid not null,
    person_id uuid not null,
    organization_id uuid not null,
    state text not null check (state in ('leased', 'rework', 'submitted', 'skipped', 'expired', 'returned', 'released')),
    attempt int not null,
    leased_at timestamptz not null,
    lease_until timestamptz,                        -- only while leased; rework waits for its author without end
    seed bytea not null,                            -- with the place in `display` it draws the display order; replayable
    display jsonb not null,                         -- {"seed": hex, "place": n, "orders": {field: [response id]}}
    schema_version int not null,
    guideline_version int not null,
    reason text,                                    -- why it ended without an answer
    sealed bytea,                                   -- what the person said about a skip
    ended_at timestamptz,                           -- when it ended without an answer
    primary key (tenant_id, item_id, person_id),
    unique (tenant_id, id),
    check ((state = 'leased') = (lease_until is not null)),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, person_id) references membership
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index assignment_live on assignment (tenant_id, project_id, person_id) where state in ('leased', 'rework');
create index assignment_project on assignment (tenant_id, project_id, state);
create index assignment_due on assignment (tenant_id, lease_until) where state = 'leased';
call armslength_wall('assignment', 'select, insert, update');

-- "Nothing before this is for me": per batch and person, only ever moves forward.
create table queue_cursor (
    tenant_id uuid not null,
    batch_id uuid not null,
    person_id uuid not null,
    after_ord bigint not null,
    after_returned bigint not null,
    primary key (tenant_id, batch_id, person_id),
    foreign key (tenant_id, batch_id) references batch
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
call armslength_wall('queue_cursor', 'select, insert, update');

-- Items on which a place became free behind somebody's cursor. Touched only under the item's row lock.
create table returned_item (
    tenant_id uuid not null,
    batch_id uuid not null,
    seq bigint not null,                            -- from returned_counter
    item_id uuid not null,
    primary key (tenant_id, batch_id, seq),
    unique (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('returned_item', 'select, insert, update, delete');

-- A counter instead of a sequence: its row stays locked until commit, so whoever sees a number sees all smaller ones,
-- and a cursor over them can never pass a row that commits later.
create table returned_counter (
    tenant_id uuid not null,
    batch_id uuid not null,
    last_seq bigint not null,
    primary key (tenant_id, batch_id),
    foreign key (tenant_id, batch_id) references batch
) with (fillfactor = 70);
call armslength_wall('returned_counter', 'select, insert, update');

-- A person's load in a project: leases in hand, and answers given (those back for rework included). Its row lock makes
-- a person's own requests wait for one another.
create table workload (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    live int not null,
    answered int not null,
    primary key (tenant_id, project_id, person_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership
) with (fillfactor = 70);
call armslength_wall('workload', 'select, insert, update');

-- The queue's verbs. They stand here so that asking for the next item is one round trip, and because the order of
-- their steps is what makes them right: src/armslength/assignment/README.md tells why.

-- Take a place on the first item of a batch, after `after`, that is open and for this person. `first` is that item's
-- place in line, whoever holds its lock just now; `got` the one taken (null: all are locked); `last` the end of the line.
-- All three are seen in one snapshot. Visited = has or had it, unless the lease ran out or was given back.
-- Two hints keep the cost flat whatever the statistics say: `order by … limit 1`, also where any row would do, forbids a
-- sequential scan; `offset 0` makes "visited" a look-up per item instead of a join over all that somebody ever did.
create function queue_take_fresh(
    of_tenant uuid, of_project uuid, of_batch uuid, of_person uuid, after bigint,
    out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $$
begin
    with head as (
        select i.ord from item i
        where i.tenant_id = of_tenant and i.batch_id = of_batch and i.open and i.ord > after
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
        order by i.ord limit 1
    ), pick as (
        select i.id from item i
        where i.tenant_id = of_tenant and i.batch_id = of_batch and i.open and i.ord >= (select ord from head)
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
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

-- The same over the items on which a place became free again.
create function queue_take_returned(
    of_tenant uuid, of_batch uuid, of_person uuid, after bigint,
    out first bigint, out last bigint, out got bigint, out item uuid, out full_now boolean
) language plpgsql as $$
begin
    with head as (
        select r.seq from returned_item r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = of_tenant and r.batch_id = of_batch and r.seq > after and i.open
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
        order by r.seq limit 1
    ), pick as (
        select i.id, r.seq from returned_item r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id
        where r.tenant_id = of_tenant and r.batch_id = of_batch and r.seq >= (select seq from head) and i.open
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = i.id
                and a.person_id = of_person and a.state not in ('expired', 'returned') offset 0)
        order by r.seq limit 1 for update of i skip locked
    ), took as (
        update item i set taken = i.taken + 1, open = i.taken + 1 < i.wanted
        from pick where i.tenant_id = of_tenant and i.id = pick.id and i.open
        returning i.id, pick.seq, not i.open as full_now
    )
    select (select h.seq from head h),
           (select max(r.seq) from returned_item r where r.tenant_id = of_tenant and r.batch_id = of_batch),
           took.seq, took.id, took.full_now
    into first, last, got, item, full_now
    from (select) one left join took on true;
end $$;

-- The first item for a person in a project: over the returned items of each open batch, then over the fresh ones, by
-- priority. Moves the person's cursors over what can never be for them again, and over nothing that is merely locked.
create function queue_take(of_tenant uuid, of_project uuid, of_person uuid, out item uuid, out batch uuid, out locked boolean)
language plpgsql as $$
declare
    line record;
    step record;
    reached bigint;
begin
    locked := false;
    for line in
        with open_batch as materialized (
            select b.id, b.priority, b.created_at, coalesce(c.after_returned, 0) as after_returned,
                   coalesce(c.after_ord, -1) as after_ord
            from batch b
            left join queue_cursor c on c.tenant_id = of_tenant and c.batch_id = b.id and c.person_id = of_person
            where b.tenant_id = of_tenant and b.project_id = of_project and b.state = 'open'
        )
        select 0 as turn, b.id, b.priority, b.created_at, b.after_returned as after
        from open_batch b cross join lateral (select from returned_item r where r.tenant_id = of_tenant
            and r.batch_id = b.id and r.seq > b.after_returned order by r.seq limit 1) waiting
        union all
        select 1, b.id, b.priority, b.created_at, b.after_ord
        from open_batch b cross join lateral (select from item i where i.tenant_id = of_tenant
            and i.batch_id = b.id and i.open and i.ord > b.after_ord order by i.ord limit 1) waiting
        order by 1, 3 desc, 4, 2
    loop
        if line.turn = 0 then
            select * into step from queue_take_returned(of_tenant, line.id, of_person, line.after);
        else
            select * into step from queue_take_fresh(of_tenant, of_project, line.id, of_person, line.after);
        end if;
        reached := case when step.first is null then step.last when step.first = step.got then step.got else step.first - 1 end;
        if reached > line.after then
            insert into queue_cursor as c (tenant_id, batch_id, person_id, after_ord, after_returned)
            values (of_tenant, line.id, of_person,
                    case when line.turn = 1 then reached else -1 end, case when line.turn = 0 then reached else 0 end)
            on conflict (tenant_id, batch_id, person_id) do update
            set after_ord = greatest(c.after_ord, excluded.after_ord),
                after_returned = greatest(c.after_returned, excluded.after_returned);
        end if;
        if step.got is not null then
            if step.full_now then
                delete from returned_item r where r.tenant_id = of_tenant and r.item_id = step.item;
            end if;
            item := step.item;
            batch := line.id;
            return;
        end if;
        locked := locked or step.first is not null;
    end loop;
end $$;

-- Whether somebody else holds, in an open batch, an item that this person could still be asked about.
create function queue_may_come_back(of_tenant uuid, of_project uuid, of_person uuid) returns boolean language plpgsql stable as $$
begin
    return exists (
        select from assignment o join batch b on b.tenant_id = of_tenant and b.id = o.batch_id and b.state = 'open'
        where o.tenant_id = of_tenant and o.project_id = of_project and o.state in ('leased', 'rework')
            and o.person_id <> of_person
            and not exists (select from assignment a where a.tenant_id = of_tenant and a.item_id = o.item_id
                and a.person_id = of_person and a.state not in ('expired', 'returned'))
    );
end $$;

-- What a person is to do next in a project: `outcome` is mine (a live lease or rework of theirs that they do not `have`),
-- leased (a place was taken on `item`; `assignment` and `attempt` tell of an earlier lease of theirs on it, `place`
-- how many others were asked before), or why there is nothing: paused, read_guideline, cap, wait, done.
create function assignment_next(
    of_tenant uuid, of_project uuid, of_person uuid, have uuid[], at timestamptz, in_hand int,
    out outcome text, out assignment uuid, out item uuid, out batch uuid, out attempt int, out place int,
    out seed bytea, out schema_version int, out guideline_version int, out lease_until timestamptz
) language plpgsql as $$
declare
    brief record;
    load record;
    taken record;
begin
    select p.state, p.person_cap, p.seed, p.schema_version, p.guideline_version,
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
    select * into taken from queue_take(of_tenant, of_project, of_person);
    if taken.item is null then
        outcome := case when taken.locked or queue_may_come_back(of_tenant, of_project, of_person) then 'wait' else 'done' end;
        return;
    end if;
    update workload w set live = w.live + 1
    where w.tenant_id = of_tenant and w.project_id = of_project and w.person_id = of_person;
    outcome := 'leased';
    item := taken.item;
    batch := taken.batch;
    select count(*), (array_agg(a.id) filter (where a.person_id = of_person))[1],
           coalesce(max(a.attempt) filter (where a.person_id = of_person), 0) + 1
    into place, assignment, attempt
    from assignment a where a.tenant_id = of_tenant and a.item_id = taken.item;
end $$;

create table flag (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    person_id uuid not null,
    reason text not null,
    sealed bytea not null,
    created_at timestamptz not null,
    resolved_at timestamptz,
    resolved_by uuid,
    note bytea,                                     -- how it was resolved, sealed
    primary key (tenant_id, id),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id)
);
create index flag_open on flag (tenant_id, project_id, id) where resolved_at is null;
call armslength_wall('flag', 'select, insert, update');

-- What they said.
create table draft (
    tenant_id uuid not null,
    assignment_id uuid not null,
    revision int not null,
    sealed bytea not null,
    saved_at timestamptz not null,
    primary key (tenant_id, assignment_id),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id)
);
call armslength_wall('draft', 'select, insert, update, delete');

create table annotation (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    person_id uuid not null,
    organization_id uuid not null,
    stage text not null check (stage in ('annotate', 'review')),   -- 'review': a reviewer's fix
    key uuid not null,                              -- idempotency key of the submit
    supersedes uuid,
    schema_version int not null,
    guideline_version int not null,
    sealed bytea not null,                          -- {"answers": ...}
    digest bytea not null,
    active_ms int not null check (active_ms >= 0),
    submitted_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, assignment_id, key),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id),
    foreign key (tenant_id, supersedes) references annotation
);
create unique index annotation_superseded on annotation (tenant_id, supersedes) where supersedes is not null;
create index annotation_item on annotation (tenant_id, item_id);
create index annotation_person on annotation (tenant_id, project_id, person_id, submitted_at);
create index annotation_project on annotation (tenant_id, project_id, submitted_at);
call armslength_wall('annotation', 'select, insert');

-- The annotation that stands for an assignment now, and what review said of it.
create table standing (
    tenant_id uuid not null,
    assignment_id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    person_id uuid not null,
    annotation_id uuid not null,
    verdict text not null check (verdict in ('unreviewed', 'in_review', 'accepted', 'fixed', 'rejected')),
    primary key (tenant_id, assignment_id),
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id),
    foreign key (tenant_id, annotation_id) references annotation
) with (fillfactor = 80);
create index standing_item on standing (tenant_id, item_id);
create index standing_project on standing (tenant_id, project_id, verdict);
call armslength_wall('standing', 'select, insert, update, delete');

create table answer_term (
    tenant_id uuid not null,
    project_id uuid not null,
    question text not null,
    annotation_id uuid not null,
    target text not null,
    value text not null,
    primary key (tenant_id, annotation_id, question, target, value),
    foreign key (tenant_id, annotation_id) references annotation
);
create index answer_term_value on answer_term (tenant_id, project_id, question, value);
call armslength_wall('answer_term', 'select, insert');

-- Second opinions: one row per annotation drawn for review.
create table review (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    annotation_id uuid not null,
    author_id uuid not null,
    organization_id uuid not null,                  -- the author's: a vendor's reviewers see their own firm's
    state text not null check (state in ('waiting', 'leased', 'done', 'withdrawn')),
    seq bigint generated always as identity,
    reviewer_id uuid,
    lease_until timestamptz,
    key uuid,
    verdict text check (verdict in ('accept', 'fix', 'reject')),
    after_reject text check (after_reject in ('rework', 'someone_else')),
    sealed bytea,                                   -- the comment
    fix_id uuid,
    created_at timestamptz not null,
    decided_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, annotation_id),
    check ((state = 'leased') = (lease_until is not null)),
    foreign key (tenant_id, annotation_id) references annotation,
    foreign key (tenant_id, fix_id) references annotation,
    foreign key (tenant_id, reviewer_id) references membership (tenant_id, person_id)
);
create index review_waiting on review (tenant_id, project_id, seq) where state = 'waiting';
create index review_due on review (tenant_id, lease_until) where state = 'leased';
create index review_reviewer on review (tenant_id, project_id, reviewer_id) where state = 'leased';
create index review_done on review (tenant_id, project_id, decided_at, id) where state = 'done';
create index review_assignment on review (tenant_id, assignment_id);
call armslength_wall('review', 'select, insert, update');
