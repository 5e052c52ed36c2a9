-- What told a firm who its customer is, or what is secret: written with the delivery that shows it, the first time.
create table identity_told (
    tenant_id uuid not null,
    vendor_id uuid not null,
    project_id uuid not null,
    part text not null check (part in ('name', 'description', 'schema', 'guideline', 'offer')),
    version int not null check (version >= 0),      -- of the schema or guideline; 0 for the others
    source text not null check (source in ('list', 'name', 'owner', 'domain')),   -- where the word comes from
    person_id uuid,                                 -- who was shown it first; null where it was told to the firm
    at timestamptz not null,
    primary key (tenant_id, vendor_id, project_id, part, version, source),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id)
);
call armslength_wall('identity_told', 'select, insert');

-- By which words everything that vendors have read was last looked through, and when. A keyed digest of the words.
create table identity_look (
    tenant_id uuid not null primary key,
    words text not null,
    at timestamptz not null
);
call armslength_wall('identity_look', 'select, insert, update');
