-- When a canary's words were first found elsewhere; what earlier traces found stands in the log.
alter table canary add column tripped_at timestamptz;
-- The owner need not be a superuser, and then row-level security holds for it too while it is forced.
alter table canary no force row level security;
alter table ledger_entry no force row level security;
update canary c set tripped_at = t.at from (
    select e.tenant_id, f.item_id::uuid as item_id, min(e.at) as at from ledger_entry e
    cross join lateral jsonb_array_elements_text(e.detail -> 'found') as f (item_id)
    where e.action = 'tracing.traced' group by 1, 2
) t where c.tenant_id = t.tenant_id and c.item_id = t.item_id;
alter table ledger_entry force row level security;
alter table canary force row level security;

-- Firms' answers that count, and items that only one firm answered, are counted too now: what was counted before is counted
-- once more.
alter table item_count no force row level security;
alter table item_touch no force row level security;
alter table item_counter no force row level security;
delete from item_count;
insert into item_touch (tenant_id, project_id, stretch) select tenant_id, project_id, 0 from item_counter;
alter table item_count force row level security;
alter table item_touch force row level security;
alter table item_counter force row level security;
