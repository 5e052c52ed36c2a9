-- An event whose hearer fails is tried again less and less often, so that what cannot be told holds up nobody else's.
alter table outbox
    add column failures integer not null default 0,
    add column due_at timestamptz; -- null: at once
