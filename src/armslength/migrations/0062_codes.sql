-- A vendor's people know the tenant and its projects by codes of their firm's own: two firms that lay side by side what they
-- were told have no id in common by which to join it.
alter table vendor add column code uuid not null default gen_random_uuid();        -- of the tenant
alter table vendor_grant add column code uuid not null default gen_random_uuid();  -- of the project
create unique index vendor_grant_code on vendor_grant (tenant_id, vendor_id, code);
create policy door on vendor for select using ((select armslength_scope()) = 'door');

-- As before. A vendor's person may name the project by their firm's code. `codes` are pairs of an id and what stands for it: of
-- the tenant, and of all projects into which the firm was let.
drop function armslength_asker;
create function armslength_asker(of_session bytea, of_key bytea, at timestamptz, of_project uuid)
returns table (
    person_id uuid, tenant_id uuid, used_at timestamptz, began_at timestamptz, key_id uuid, scopes text[],
    name text, organization_id uuid, side text, role text, project_exists boolean, project_role text,
    granted boolean, epoch int, tier text, working_in uuid, codes uuid[]
) language plpgsql volatile rows 1 as $$
#variable_conflict use_column
begin
    perform set_config('app.scope', 'door', true);
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
