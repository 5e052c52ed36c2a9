-- The comments of a project, those begun last first; and those of them that are open.
create index comment_thread_project on comment_thread (tenant_id, project_id, created_at, id);
create index comment_thread_open on comment_thread (tenant_id, project_id, created_at, id) where resolved_at is null;
