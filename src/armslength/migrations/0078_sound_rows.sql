-- PostgreSQL reads a table's checks anew, from their stored text, for each statement that writes to it, so that many small
-- ones cost more than the row. The same rules, each as one function of the row; what is null breaks none of them, as before.
create function item_sound(
    state text, wanted smallint, taken smallint, answers smallint, settled smallint, open boolean, bucket smallint,
    draw smallint, lane smallint, tiers smallint
) returns boolean language plpgsql immutable parallel safe as $$
begin
    return state in ('active', 'cancelled', 'gold', 'canary')
        and wanted >= 0 and taken between 0 and wanted and answers between 0 and taken and settled between 0 and answers
        and open = (state = 'active' and taken < wanted)
        and bucket between 0 and 9999 and draw between 0 and 9999
        and lane >= -1 and tiers between 1 and 7 and tiers & 1 = 1;
end $$;
-- What an item is in is worked out at each change, too. (PostgreSQL writes the table anew for this.)
create function item_phase(state text, wanted smallint, taken smallint, answers smallint, settled smallint) returns text
language plpgsql immutable parallel safe as $$
begin
    return case when state in ('cancelled', 'gold', 'canary') then state
                when answers < wanted or wanted = 0 then case when taken > 0 then 'in_work' else 'open' end
                when settled < answers then 'in_review' else 'done' end;
end $$;
alter table item
    drop column phase,
    add column phase text not null
        generated always as (item_phase(state, wanted, taken, answers, settled)) stored,
    drop constraint item_bucket_check, drop constraint item_check, drop constraint item_check1,
    drop constraint item_check2, drop constraint item_check3, drop constraint item_draw_check,
    drop constraint item_lane_check, drop constraint item_state_check, drop constraint item_tiers_check,
    drop constraint item_wanted_check,
    add constraint item_sound check (item_sound(state, wanted, taken, answers, settled, open, bucket, draw, lane, tiers));
create index item_phase on item (tenant_id, project_id, phase, ord);
create index item_batch_phase on item (tenant_id, project_id, batch_id, phase, ord);

create function assignment_sound(state text, lease_until timestamptz, harms int) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return state in ('leased', 'rework', 'submitted', 'skipped', 'expired', 'returned', 'released')
        and (state = 'leased') = (lease_until is not null) and harms >= 0;
end $$;
alter table assignment
    drop constraint assignment_check, drop constraint assignment_harms_check, drop constraint assignment_state_check,
    add constraint assignment_sound check (assignment_sound(state, lease_until, harms));

create function annotation_sound(stage text, active_ms int, original_id uuid, rendition text) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return stage in ('annotate', 'review', 'adjudicate', 'restore') and active_ms >= 0
        and (stage = 'restore') = (original_id is not null)
        and rendition in ('original', 'redacted', 'synthetic');
end $$;
alter table annotation
    drop constraint annotation_active_ms_check, drop constraint annotation_original_check,
    drop constraint annotation_rendition_check, drop constraint annotation_stage_check,
    add constraint annotation_sound check (annotation_sound(stage, active_ms, original_id, rendition));

create function exposure_sound(kind text, purpose text, rendition text) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return kind in ('item', 'media', 'guideline', 'schema', 'answers', 'gold', 'suggestion')
        and purpose in ('annotate', 'review', 'adjudicate', 'browse', 'export', 'configure')
        and length(rendition) between 1 and 40;
end $$;
alter table exposure
    drop constraint exposure_kind_check, drop constraint exposure_purpose_check,
    drop constraint exposure_rendition_check,
    add constraint exposure_sound check (exposure_sound(kind, purpose, rendition));
