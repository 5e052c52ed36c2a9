-- As before, but where among the firm's canaries the look begins is drawn, and it ends at the first that has room: a turn that
-- is a canary takes no longer because many are planted, which would have told it from the rest.
create index canary_turn on canary (tenant_id, project_id, vendor_id, item_id) where retired_at is null;
drop index canary_live;
create or replace function canary_take(
    of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid, seed bytea, turn bigint, hidden int, closed uuid[],
    out item uuid, out batch uuid, out why jsonb
) language plpgsql as $$
declare
    rate double precision;
    drawn double precision;
    start uuid;
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
            and c.retired_at is null and c.item_id >= start
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
