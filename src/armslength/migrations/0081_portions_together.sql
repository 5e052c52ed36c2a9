-- As before, for so many places at once: all of them, or none.
drop function portion_take(uuid, uuid, uuid, timestamptz);
create function portion_take(of_tenant uuid, of_project uuid, of_vendor uuid, moment timestamptz, places int)
returns boolean language plpgsql as $$
declare
    plan portion_plan;
begin
    select s.* into plan from portion_plan s
    where s.tenant_id = of_tenant and s.project_id = of_project and s.vendor_id = of_vendor;
    if not found then
        return true;
    end if;
    update portion n set given = n.given + places
    where n.tenant_id = of_tenant and n.project_id = of_project and n.vendor_id = of_vendor
        and n.opens_at = portion_opening(plan.first_at, plan.hours, moment) and n.given + places <= n.items;
    return found;
end $$;
