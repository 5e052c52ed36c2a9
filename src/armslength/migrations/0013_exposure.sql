-- Decisions in the final form of the log, and who has been shown how much.

-- Keys of a tenant rather than of a project.
create table tenant_key (
    tenant_id uuid not null references organization,
    use text not null check (use in ('ledger', 'signing')),
    kek_id text not null,
    wrapped bytea not null,
    created_at timestamptz not null,
    primary key (tenant_id, use)
);
call armslength_wall('tenant_key', 'select, insert, update');

-- Leaves of the tenant's log, written in the transaction that decided, not yet in an order. `leaf` is what will be hashed
-- and published (canonical JSON without anything readable), `payload` is sealed and stays here. One for each entry of
-- ledger_entry and one for each row of exposure, under the same id. Append-only for the app.
create table ledger_outbox (
    tenant_id uuid not null references organization,
    id uuid not null,
    at timestamptz not null,
    action text not null,
    leaf bytea not null,
    payload bytea not null,
    primary key (tenant_id, id)
);
call armslength_wall('ledger_outbox', 'select, insert');

-- One row per lease event. Where in the project's order the item stands (bitmaps count by it), by which session or key it
-- was asked for, which form of it was shown, and whether the client says that it was painted (which lowers nothing).
alter table exposure
    add column item_ord bigint,
    add column session bytea,
    add column rendition text not null default 'original' check (length(rendition) between 1 and 40),
    add column variant smallint not null default 0,
    add column rendered_at timestamptz;
-- The owner need not be a superuser, and then row-level security holds for it too while it is forced.
alter table exposure no force row level security;
alter table item no force row level security;
update exposure e set item_ord = i.ord from item i where i.tenant_id = e.tenant_id and i.id = e.item_id and e.kind = 'item';
grant update (rendered_at) on exposure to armslength_app;
create index exposure_person on exposure (tenant_id, person_id, at);

-- Which items of a project a vendor has seen: one bit per item, 8,192 to a row, and, not yet folded into them, what came
-- since the last few seconds. A pair (vendor, item) is in exactly one of the two.
create table seen_map (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    chunk int not null,                             -- item_ord / 8192
    bits bit(8192) not null,
    primary key (tenant_id, project_id, vendor_id, chunk),
    foreign key (tenant_id, project_id) references project
) with (fillfactor = 50);
alter table seen_map alter column bits set storage plain;
call armslength_wall('seen_map', 'select, insert, update');

create table sighting (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    item_ord bigint not null,
    primary key (tenant_id, project_id, vendor_id, item_ord)
) with (autovacuum_vacuum_scale_factor = 0.02);
call armslength_wall('sighting', 'select, insert, update, delete');

-- Existing deliveries.
alter table sighting no force row level security;
insert into sighting select distinct e.tenant_id, e.project_id, e.organization_id, e.item_ord
from exposure e where e.kind = 'item' and e.item_ord is not null and e.organization_id <> e.tenant_id;
alter table sighting force row level security;
alter table item force row level security;
alter table exposure force row level security;

-- How much of a project a vendor, or whoever ultimately owns vendors, may see. `subject_id` nil: each that has no row of
-- its own yet. `seen` counts distinct items, exactly, in the transactions that lease them. `members`: of an owner, the
-- vendors that `seen` was counted for.
create table exposure_cap (
    tenant_id uuid not null,
    project_id uuid not null,
    subject text not null check (subject in ('vendor', 'owner')),
    subject_id uuid not null,
    cap_bp int not null check (cap_bp between 0 and 10000),
    own boolean not null,                           -- set for this one; else it follows the row for each
    seen bigint not null default 0 check (seen >= 0),
    members uuid[],
    primary key (tenant_id, project_id, subject, subject_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('exposure_cap', 'select, insert, update, delete');

-- How many distinct items of a project these vendors have seen together. Of one vendor it is a sum; of several, bitmaps
-- are laid over one another, those of what is not folded yet made on the spot (no join, so no plan that can go wrong).
create function armslength_seen_by(of_tenant uuid, of_project uuid, vendors uuid[]) returns bigint
language plpgsql stable as $$
begin
    if cardinality(vendors) = 1 then
        return (select coalesce(sum(bit_count(m.bits)), 0) from seen_map m
                where m.tenant_id = of_tenant and m.project_id = of_project and m.vendor_id = vendors[1])
            + (select count(*) from sighting s
                where s.tenant_id = of_tenant and s.project_id = of_project and s.vendor_id = vendors[1]);
    end if;
    return (
        select coalesce(sum(bit_count(bits)), 0) from (
            select chunk, bit_or(bits) as bits from (
                select m.chunk, m.bits from seen_map m
                where m.tenant_id = of_tenant and m.project_id = of_project and m.vendor_id = any (vendors)
                union all
                select (s.item_ord / 8192)::int, bit_or(set_bit(repeat('0', 8192)::bit(8192), (s.item_ord % 8192)::int, 1))
                from sighting s
                where s.tenant_id = of_tenant and s.project_id = of_project and s.vendor_id = any (vendors) group by 1
            ) every group by chunk
        ) laid
    );
end $$;

-- Whether one of these vendors has seen an item.
create function armslength_has_seen(of_tenant uuid, of_project uuid, vendors uuid[], ord bigint) returns boolean
language sql volatile as $$                         -- volatile: looks at what has committed by now
    select exists (select from seen_map m where m.tenant_id = of_tenant and m.project_id = of_project
            and m.vendor_id = any (vendors) and m.chunk = ord / 8192 and get_bit(m.bits, (ord % 8192)::int) = 1)
        or exists (select from sighting s where s.tenant_id = of_tenant and s.project_id = of_project
            and s.vendor_id = any (vendors) and s.item_ord = ord)
$$;

-- The ultimate owners of a vendor as the tenant knows them, each with all the vendors of the tenant that lead to it.
create function armslength_owners(of_tenant uuid, of_vendor uuid) returns table (owner_id uuid, members uuid[])
language sql stable as $$
    select r.party_id, (select array_agg(distinct o.vendor_id order by o.vendor_id) from vendor_reach o
        where o.tenant_id = of_tenant and o.party_id = r.party_id and o.state = 'closed')
    from vendor_reach r where r.tenant_id = of_tenant and r.vendor_id = of_vendor and r.top and r.state = 'closed'
    order by r.party_id
$$;

-- A vendor is about to see these items. Notes those that are new to it and reserves them under the caps; false, with
-- nothing noted, where a cap would be passed. Two who show a vendor the same item at once wait for one another at
-- `sighting`; two whose items count under the same cap wait at its row.
create function armslength_sight(of_tenant uuid, of_project uuid, of_vendor uuid, ords bigint[]) returns boolean
language plpgsql volatile as $$
declare
    wanted bigint;
    fresh bigint[] := '{}';
    owner record;
    cap exposure_cap;
    count_new bigint;
    total bigint;
    within boolean := true;
    counted exposure_cap[] := '{}';
begin
    foreach wanted in array ords loop
        if not armslength_has_seen(of_tenant, of_project, array[of_vendor], wanted) then
            insert into sighting (tenant_id, project_id, vendor_id, item_ord)
            values (of_tenant, of_project, of_vendor, wanted) on conflict do nothing;
            if found then
                -- While we waited for whoever had noted it, it may have been folded away.
                delete from sighting s using seen_map m
                where s.tenant_id = of_tenant and s.project_id = of_project and s.vendor_id = of_vendor
                    and s.item_ord = wanted and m.tenant_id = of_tenant and m.project_id = of_project
                    and m.vendor_id = of_vendor and m.chunk = wanted / 8192 and get_bit(m.bits, (wanted % 8192)::int) = 1;
                if not found then
                    fresh := fresh || wanted;
                end if;
            end if;
        end if;
    end loop;
    if cardinality(fresh) = 0
        or not exists (select from exposure_cap c where c.tenant_id = of_tenant and c.project_id = of_project) then
        return true;
    end if;
    select max(i.ord) into total from item i where i.tenant_id = of_tenant and i.project_id = of_project;
    for owner in
        select 'vendor' as subject, of_vendor as subject_id, array[of_vendor] as members
        union all select 'owner', o.owner_id, o.members from armslength_owners(of_tenant, of_vendor) o
        order by 1 desc, 2                          -- one order of locks
    loop
        insert into exposure_cap (tenant_id, project_id, subject, subject_id, cap_bp, own, seen, members)
        select of_tenant, of_project, owner.subject, owner.subject_id, c.cap_bp, false, 0, '{}' from exposure_cap c
        where c.tenant_id = of_tenant and c.project_id = of_project and c.subject = owner.subject
            and c.subject_id = '00000000-0000-0000-0000-000000000000'
        on conflict do nothing;
        select c.* into cap from exposure_cap c
        where c.tenant_id = of_tenant and c.project_id = of_project and c.subject = owner.subject
            and c.subject_id = owner.subject_id for update;
        if not found then
            continue;
        end if;
        if cap.members is distinct from owner.members then
            -- Made just now, or the owner leads to other vendors than before: counted anew, these items included.
            cap.seen := armslength_seen_by(of_tenant, of_project, owner.members);
        else
            select count(*) into count_new from unnest(fresh) as f (ord)
            where not armslength_has_seen(of_tenant, of_project, array_remove(owner.members, of_vendor), f.ord);
            cap.seen := cap.seen + count_new;
        end if;
        cap.members := owner.members;
        counted := counted || cap;
        within := within and cap.seen <= cap.cap_bp::bigint * total / 10000;
    end loop;
    if not within then
        delete from sighting s where s.tenant_id = of_tenant and s.project_id = of_project
            and s.vendor_id = of_vendor and s.item_ord = any (fresh);
        return false;
    end if;
    foreach cap in array counted loop
        update exposure_cap c set seen = cap.seen, members = cap.members
        where c.tenant_id = of_tenant and c.project_id = of_project and c.subject = cap.subject
            and c.subject_id = cap.subject_id;
    end loop;
    return true;
end $$;

-- What else than items a firm was shown: little, and often asked.
create index exposure_other on exposure (tenant_id, organization_id, project_id, kind) where kind <> 'item';
