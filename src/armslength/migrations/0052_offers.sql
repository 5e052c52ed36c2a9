-- A project offered to a vendor, in words that say nothing of whose it is: the vendor's managers accept or decline.
create table grant_offer (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    state text not null check (state in ('open', 'accepted', 'declined', 'withdrawn')),
    terms jsonb not null,                           -- kinds shown and asked, languages, skills, volume, due, pay
    offered_by uuid not null,
    offered_at timestamptz not null,
    answered_by uuid,                               -- of the vendor's; null where the customer took it back
    answered_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, vendor_id) references vendor (tenant_id, organization_id),
    check ((state = 'open') = (answered_at is null))
);
create unique index grant_offer_open on grant_offer (tenant_id, project_id, vendor_id) where state = 'open';
create index grant_offer_vendor on grant_offer (tenant_id, vendor_id, offered_at);
call armslength_wall('grant_offer', 'select, insert, update');

-- What a firm was told of how much work there is and by when, week by week: it counts as shown when it is offered, also
-- when the firm declines.
create table volume_told (
    tenant_id uuid not null,
    project_id uuid not null,
    vendor_id uuid not null,
    week date not null,                             -- its Monday, by UTC
    offer_id uuid not null,
    volume text,
    due date,
    at timestamptz not null,
    primary key (tenant_id, project_id, vendor_id, week, offer_id),
    foreign key (tenant_id, offer_id) references grant_offer
);
create index volume_told_vendor on volume_told (tenant_id, vendor_id, at);
call armslength_wall('volume_told', 'select, insert');
