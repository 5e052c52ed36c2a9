-- A firm and its people read on their statements what an answer is paid where the customer lets them. What was set
-- before was set for the customer's own eyes.
alter table answer_price add column told boolean not null default false;

-- On statements projects go by names of the firm's own, drawn from a key of the tenant.
alter table tenant_key drop constraint tenant_key_use_check;
alter table tenant_key add constraint tenant_key_use_check
    check (use in ('ledger', 'signing', 'words', 'marks', 'statements'));

-- Who reviewed what, whatever project it was in.
create index review_by on review (tenant_id, reviewer_id, decided_at) where state = 'done';
