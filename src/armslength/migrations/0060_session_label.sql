-- A session of a vendor's person works in one project (R5): bound to the first that it enters, never to another. To go on
-- elsewhere is to end it and to begin another one.
alter table session add column project_id uuid, add foreign key (tenant_id, project_id) references project;

-- As before, with the session where the transaction may read or write what is in the project: it is there, and bound to
-- this project. Whoever ends a session to open another waits for the person's lock, so for everything that passed here.
-- Raises AL002 where it is the session alone that is in the way.
drop function armslength_pass;
create function armslength_pass(
    of_tenant uuid, of_person uuid, of_vendor uuid, of_project uuid, of_epoch int, at timestamptz, of_session bytea
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
    if of_session is not null and not exists (
        select from session s where s.id_hash = of_session and s.project_id = of_project
    ) then
        raise exception 'This session does not work here.' using errcode = 'AL002';
    end if;
end $$;

-- As before, with the project that the session works in.
drop function armslength_asker;
create function armslength_asker(of_session bytea, of_key bytea, at timestamptz, of_project uuid)
returns table (
    person_id uuid, tenant_id uuid, used_at timestamptz, began_at timestamptz, key_id uuid, scopes text[],
    name text, organization_id uuid, side text, role text, project_exists boolean, project_role text,
    granted boolean, epoch int, tier text, working_in uuid
) language plpgsql volatile rows 1 as $$
#variable_conflict use_column
begin
    perform set_config('app.scope', 'door', true);
    return query
        select c.person_id, c.tenant_id, c.used_at, c.began_at, c.key_id, c.scopes,
            p.name, m.organization_id, m.side, m.role, j.id is not null, w.role,
            coalesce(armslength_grant_open(g.state, g.clear_until, at), false), coalesce(g.epoch, 1),
            coalesce(g.tier, 'original'), c.working_in
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
        left join project j on j.tenant_id = c.tenant_id and j.id = of_project
        left join project_member w
            on w.tenant_id = c.tenant_id and w.project_id = of_project and w.person_id = c.person_id
        left join vendor_grant g on g.tenant_id = c.tenant_id and g.project_id = of_project
            and g.vendor_id = m.organization_id and m.side = 'vendor';
end $$;
