import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { reviewsQuery } from "@/api/truth";
import { percent } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

export function ReviewsScreen() {
  const project = useOpenProject();
  const query = useInfiniteQuery(reviewsQuery(project.id));
  return (
    <Page
      title="Reviews"
      lead={`${percent(project.review_share)} of annotations go to review, drawn by chance.`}
      actions={
        may(project, "work.review") ? (
          <Link
            to="/projects/$projectId/review"
            params={{ projectId: project.id }}
            className={buttonLook({ tone: "primary" })}
          >
            Review now
          </Link>
        ) : null
      }
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="No review yet">
              {project.review_share > 0
                ? "Decisions of reviewers stand here: accepted, fixed, rejected with a reason."
                : "The share to review is 0%. Raise it in Settings to have a second opinion."}
            </EmptyState>
          ) : (
            <Table
              label="Reviews"
              rows={rows}
              rowKey={(row) => row.id}
              hasMore={query.hasNextPage}
              loadingMore={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
              columns={[
                { id: "verdict", title: "Verdict", cell: (row) => <State of={row.verdict} /> },
                {
                  id: "comment",
                  title: "Comment",
                  className: "w-full",
                  cell: (row) => (
                    <Link
                      to="/projects/$projectId/items/$itemId"
                      params={{ projectId: project.id, itemId: row.item_id }}
                      className="hover:underline"
                    >
                      {row.comment || <span className="text-ink-3">Open the item</span>}
                    </Link>
                  ),
                },
                { id: "author", title: "Author", className: "whitespace-nowrap", cell: (row) => row.author.name },
                { id: "reviewer", title: "Reviewer", className: "whitespace-nowrap", cell: (row) => row.reviewer.name },
                { id: "at", title: "Decided", align: "right", cell: (row) => <Ago at={row.decided_at} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
