-- How much of an item is what models said: the responses in it, and the messages of an assistant. So it is known which
-- outputs somebody has seen without opening what they were shown. Null: not counted yet, of items from before.
alter table item_content add column outputs int check (outputs >= 0);
create index item_content_uncounted on item_content (tenant_id, item_id) where outputs is null;
grant update (outputs) on item_content to armslength_app;
