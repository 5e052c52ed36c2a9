-- How often answers given under each version of the guideline are right, as fits found it: one person's, one firm's, or
-- everybody's. Of firms and of everybody only the last fit's is kept; of people the last of each week too, so that a firm
-- can be told what was known when its people answered, and nothing of how often others made a fit happen since.
create table guideline_score (
    tenant_id uuid not null,
    project_id uuid not null,
    question text not null,
    guideline_version int not null,
    person_id uuid,                                 -- whose answers: a person's,
    organization_id uuid,                           -- a firm's, or everybody's where neither is named
    fit int not null,
    through timestamptz not null,                   -- answers submitted up to here were counted
    value double precision not null check (value between 0 and 1),
    low double precision not null,
    high double precision not null,
    n int not null,                                 -- answers, taken apart into labels
    check (person_id is null or organization_id is null),
    unique nulls not distinct (tenant_id, project_id, person_id, organization_id, question, guideline_version, fit),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
call armslength_wall('guideline_score', 'select, insert, delete');
