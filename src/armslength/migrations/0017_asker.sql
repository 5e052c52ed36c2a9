-- Who is asking, in one round trip: the statement enters the door by itself, and leaves it when it ends.
create function armslength_asker(of_session bytea, of_key bytea, at timestamptz, of_project uuid)
returns table (
    person_id uuid, tenant_id uuid, used_at timestamptz, began_at timestamptz, key_id uuid, scopes text[],
    name text, organization_id uuid, side text, role text, project_exists boolean, project_role text,
    granted boolean, epoch int
) language plpgsql volatile rows 1 as $$
#variable_conflict use_column
begin
    perform set_config('app.scope', 'door', true);
    return query
        select c.person_id, c.tenant_id, c.used_at, c.began_at, c.key_id, c.scopes,
            p.name, m.organization_id, m.side, m.role, j.id is not null, w.role,
            coalesce(armslength_grant_open(g.state, g.clear_until, at), false), coalesce(g.epoch, 1)
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
