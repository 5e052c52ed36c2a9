-- What a judge has said is counted where it comes in: its page, which is looked at every second while a comparison runs, reads
-- a row of each judge and not every verdict.
alter table judge
    add column judgements int not null default 0,
    add column first_at timestamptz,
    add column last_at timestamptz,
    add column scored int not null default 0,
    add column score_sum double precision not null default 0;

-- The owner need not be a superuser, and then row-level security holds for it too while it is forced.
alter table judge no force row level security;
alter table suggestion no force row level security;
update judge j set judgements = s.many, first_at = s.first_at, last_at = s.last_at, scored = s.scored, score_sum = s.score_sum
from (
    select tenant_id, project_id, source, version, count(*) as many, min(created_at) as first_at, max(created_at) as last_at,
           count(score) as scored, coalesce(sum(score), 0) as score_sum
    from suggestion group by 1, 2, 3, 4
) s where (s.tenant_id, s.project_id, s.source, s.version) = (j.tenant_id, j.project_id, j.source, j.version);
alter table suggestion force row level security;
alter table judge force row level security;
grant update (judgements, first_at, last_at, scored, score_sum) on judge to armslength_app;

-- The last job of a kind that a project was given.
create index job_of_project on job (tenant_id, project_id, kind, created_at);
