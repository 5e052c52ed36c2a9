-- What the computation of reach has to say beyond the first cut.

alter table ownership_edge add column details text not null default '' check (length(details) <= 500);
alter table tenant_edge add column details text not null default '' check (length(details) <= 500);

-- The operator says of vendors too which party they are. What a tenant says of its vendor holds for its own records; what
-- reaches across tenants rests on the operator's word.
alter table customer_party rename to organization_party;
drop policy tenant_sees on organization_party;
create policy tenant_sees on organization_party for select using (
    organization_id = (select armslength_tenant())
    or exists (select from vendor v where v.tenant_id = (select armslength_tenant())
        and v.organization_id = organization_party.organization_id));
drop policy wall on organization;
create policy wall on organization for select using ((select armslength_scope()) = 'wall');
create policy wall on vendor for select using ((select armslength_scope()) = 'wall');
drop policy wall on tenant_party;

-- The multiplied share when a conflict was found: a waiver accepts that much, and a larger share is another conflict.
alter table vendor_conflict add column share_bp int not null default 0 check (share_bp between 0 and 10000);

alter table vendor_reach drop constraint vendor_reach_way_check;
alter table vendor_reach add constraint vendor_reach_way_check check (way in ('self', 'influence', 'control', 'seat'));

-- Until when the known holders of a vendor and of those above it are attested, as last computed; null: not at all.
alter table vendor add column attested_until timestamptz;
