-- Variants: items of which two harmless forms exist. A vendor is given one of them, for ever, by a keyed draw that the
-- gateway makes; what turns up elsewhere is compared with both.
alter table tenant_key drop constraint tenant_key_use_check;
alter table tenant_key add constraint tenant_key_use_check check (use in ('ledger', 'signing', 'words', 'marks'));

create table item_variant (
    tenant_id uuid not null,
    item_id uuid not null,
    project_id uuid not null,
    fields text[] not null,                         -- whose wording differs
    origin text not null check (origin in ('supplied', 'made')),
    sealed bytea not null,                          -- {"fields": the other form of each, as the item stores it}
    made_by uuid not null,
    made_at timestamptz not null,
    primary key (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, made_by) references membership
);
create index item_variant_list on item_variant (tenant_id, project_id, made_at, item_id);
call armslength_wall('item_variant', 'select, insert, delete');

-- Runs of words that only one form of an item has, by a digest under the tenant's key: a text of any length is looked up
-- in it, however many items there are.
create table variant_mark (
    tenant_id uuid not null,
    mark bigint not null,
    item_id uuid not null,
    form smallint not null check (form in (0, 1)),
    primary key (tenant_id, mark, item_id, form),
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('variant_mark', 'select, insert, delete');
