-- Where people disagree: one row per item and question, written by whoever believes something of the item; gone when they
-- agree again. What they said is not here.
create table disagreement (
    tenant_id uuid not null,
    item_id uuid not null,
    question text not null,
    project_id uuid not null,
    divided double precision not null check (divided > 0 and divided <= 1),
    pair bytea,                                     -- of the two leading labels, under the project's key; null: no labels
    primary key (tenant_id, item_id, question),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project
);
create index disagreement_page on disagreement (tenant_id, project_id, divided, item_id, question);
create index disagreement_question on disagreement (tenant_id, project_id, question, divided, item_id);
create index disagreement_pair on disagreement (tenant_id, project_id, question, pair, divided, item_id);
call armslength_wall('disagreement', 'select, insert, update, delete');

-- What those who run a project did about one. The last of `ambiguous` and `plain` says whether it has a right answer.
create table disagreement_act (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    question text not null,
    act text not null check (act in ('adjudicate', 'more', 'ambiguous', 'plain', 'note')),
    sealed bytea,                                   -- what they said to it
    by_id uuid not null,
    at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, by_id) references membership
);
create index disagreement_act_item on disagreement_act (tenant_id, item_id, question, at, id);
call armslength_wall('disagreement_act', 'select, insert');

-- Somebody asked for a decision, whatever the policy says.
alter table adjudication drop constraint adjudication_reason_check;
alter table adjudication add constraint adjudication_reason_check check (reason in ('disagree', 'rework_limit', 'asked'));

-- What is believed of items already says where people disagree: a fit believes all of them anew, and where there was none
-- yet, each has its turn.
alter table truth_fit no force row level security;
alter table belief no force row level security;
alter table turn no force row level security;
update truth_fit set schema_version = 0, asked_at = null where version > 0;
insert into turn (tenant_id, kind, object_id, due_at)
select b.tenant_id, 'truth.believe', b.item_id, b.believed_at from belief b
where b.answers > 1 and not exists (select from truth_fit f where f.tenant_id = b.tenant_id
    and f.project_id = b.project_id and f.version > 0)
on conflict do nothing;
alter table truth_fit force row level security;
alter table belief force row level security;
alter table turn force row level security;
