-- How often an answer may be sent back, what follows then; and a second look at a drawn share of what was accepted.
create table review_policy (
    tenant_id uuid not null,
    project_id uuid not null,
    rework_limit int check (rework_limit between 0 and 20),   -- times an answer is sent back; null: without end
    then_to text not null check (then_to in ('someone_else', 'adjudicate')),
    audit_share double precision not null check (audit_share between 0 and 1),
    changed_at timestamptz not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('review_policy', 'select, insert, update');

-- An audit is a second look at what passed review: it measures, and changes nothing.
alter table review add column stage text not null default 'review' check (stage in ('review', 'audit'));
alter table review add column drawn double precision;      -- audit: the keyed draw, in [0, 1)
alter table review add column share double precision;      -- audit: the share it was held against
alter table review drop constraint review_tenant_id_annotation_id_key;
create unique index review_annotation on review (tenant_id, annotation_id, stage);
drop index review_waiting;
create index review_waiting on review (tenant_id, project_id, stage, seq) where state = 'waiting';
drop index review_done;
create index review_done on review (tenant_id, project_id, stage, decided_at, id) where state = 'done';
alter table review drop constraint review_after_reject_check;
alter table review add constraint review_after_reject_check check (after_reject in ('rework', 'someone_else', 'adjudicate'));

-- An answer that was sent back as often as may be, and that somebody else decides about: it takes its place, is past
-- review, and is in no release until then.
alter table standing drop constraint standing_verdict_check;
alter table standing add constraint standing_verdict_check
    check (verdict in ('unreviewed', 'in_review', 'accepted', 'fixed', 'rejected', 'disputed'));
alter table adjudication add column reason text not null default 'disagree' check (reason in ('disagree', 'rework_limit'));
