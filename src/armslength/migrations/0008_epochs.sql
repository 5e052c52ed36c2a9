-- Whatever is given out under a grant carries the grant's epoch and dies when the epoch moves on.
--
-- Three advisory locks stand between a delivery and an end. A transaction that acts for somebody holds them shared until
-- it ends; whoever ends something takes the same lock exclusively and so waits for what is under way, and nothing begins
-- meanwhile. (Reading the state of the grant alone is not enough: a delivery that read "active" just before the cut would
-- commit after it. A row lock is, but a stream of share locks starves the cut.)
--
--     armslength_grant_lock     a vendor's person inside a project
--     armslength_vendor_lock    a vendor's person outside of projects, and signing in
--     armslength_person_lock    anybody's seat
create function armslength_vendor_lock(of_tenant uuid, of_vendor uuid) returns bigint
    language sql immutable parallel safe return hashtextextended(of_tenant::text || of_vendor::text, 5);
create function armslength_person_lock(of_tenant uuid, of_person uuid) returns bigint
    language sql immutable parallel safe return hashtextextended(of_tenant::text || of_person::text, 6);

-- Hold the grant and say whether it is open, in that order: in a volatile function the second statement sees what was
-- committed while the first one waited. `of_epoch` null: whatever the epoch is.
create function armslength_grant_held(of_tenant uuid, of_project uuid, of_vendor uuid, of_epoch int, at timestamptz)
returns boolean language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock_shared(armslength_grant_lock(of_tenant, of_project, of_vendor));
    return exists (
        select from vendor_grant g
        where g.tenant_id = of_tenant and g.project_id = of_project and g.vendor_id = of_vendor
            and armslength_grant_open(g.state, g.clear_until, at) and g.epoch = coalesce(of_epoch, g.epoch)
    );
end $$;

-- The first statement of every transaction that acts for somebody (kit.passes): the seat is still theirs, and a vendor's
-- person's grant is open under the epoch that was read when the request came in. Raises AL001 otherwise.
create function armslength_pass(
    of_tenant uuid, of_person uuid, of_vendor uuid, of_project uuid, of_epoch int, at timestamptz
) returns void language plpgsql volatile as $$
declare
    held boolean := true;
begin
    perform pg_advisory_xact_lock_shared(armslength_person_lock(of_tenant, of_person));
    if of_vendor is not null and of_project is not null then
        held := armslength_grant_held(of_tenant, of_project, of_vendor, of_epoch, at);
    elsif of_vendor is not null then
        perform pg_advisory_xact_lock_shared(armslength_vendor_lock(of_tenant, of_vendor));
    end if;
    if not held or not exists (
        select from membership m where m.tenant_id = of_tenant and m.person_id = of_person and m.ended_at is null
            and m.vendor_id is not distinct from of_vendor
    ) then
        raise exception 'This request may not go on.' using errcode = 'AL001';
    end if;
end $$;

alter table assignment add column epoch int not null default 1;   -- of the grant when it was leased; 1 for a customer's own people
alter table review add column epoch int not null default 1;
alter table exposure add column epoch int not null default 1;     -- of the last view
grant update (epoch) on exposure to armslength_app;

-- What became of a cut: one row per grant and epoch, and the work that follows it, step by step.
create table grant_cut (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    epoch int not null,                             -- the one it began
    state text not null check (state in ('frozen', 'severed')),
    drafts text not null check (drafts in ('keep', 'discard')),
    actor_id uuid,
    at timestamptz not null,
    sessions int not null,                          -- ended in the same transaction
    keys int not null,
    ended_at timestamptz,                           -- when the last step was done
    primary key (tenant_id, project_id, vendor_id, epoch),
    foreign key (tenant_id, project_id, vendor_id) references vendor_grant
);
call armslength_wall('grant_cut', 'select, insert, update');

create table cut_step (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    epoch int not null,
    step text not null check (step in ('leases', 'reviews', 'drafts')),
    done int not null default 0,
    total int,                                      -- unknown until it begins
    ended_at timestamptz,
    primary key (tenant_id, project_id, vendor_id, epoch, step),
    foreign key (tenant_id, project_id, vendor_id, epoch) references grant_cut
);
call armslength_wall('cut_step', 'select, insert, update');

-- How a tenant cuts a vendor off.
create table wall_setting (
    tenant_id uuid primary key references organization,
    two_to_sever boolean not null,
    drafts text not null check (drafts in ('keep', 'discard')),
    changed_by uuid not null,
    changed_at timestamptz not null,
    foreign key (tenant_id, changed_by) references membership
);
call armslength_wall('wall_setting', 'select, insert, update');

-- A vendor cut off from some projects, or from all that let it in: asked for, approved if that takes two, done, and
-- perhaps undone by two.
create table severance (
    tenant_id uuid not null,
    id uuid not null,
    vendor_id uuid not null,
    projects uuid[],                                -- null: wherever it has a grant when it is cut
    drafts text not null check (drafts in ('keep', 'discard')),
    reason text not null check (length(reason) <= 2000),
    state text not null check (state in ('waiting', 'withdrawn', 'cut', 'undone')),
    asked_by uuid not null,
    asked_at timestamptz not null,
    approved_by uuid check (approved_by <> asked_by),   -- null where one person was enough
    ended_by uuid,                                  -- who withdrew it
    cut_at timestamptz,
    took_ms int,                                    -- from the order until it had committed
    cuts jsonb not null default '[]',               -- [[project, epoch]]
    undo_reason text check (length(undo_reason) <= 2000),
    undo_by uuid,
    undo_at timestamptz,
    undone_by uuid check (undone_by <> undo_by),
    undone_at timestamptz,
    primary key (tenant_id, id),
    check ((state in ('cut', 'undone')) = (cut_at is not null)),
    check ((state = 'undone') = (undone_by is not null)),
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id),
    foreign key (tenant_id, asked_by) references membership,
    foreign key (tenant_id, approved_by) references membership,
    foreign key (tenant_id, ended_by) references membership,
    foreign key (tenant_id, undo_by) references membership,
    foreign key (tenant_id, undone_by) references membership
);
create index severance_asked on severance (tenant_id, asked_at, id);
call armslength_wall('severance', 'select, insert, update');

-- What a firm has been shown, newest first.
create index exposure_firm on exposure (tenant_id, organization_id, project_id, at);
