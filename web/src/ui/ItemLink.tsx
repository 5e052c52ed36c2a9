import { Link } from "@tanstack/react-router";

type Row = { item_id: string; external_id: string | null; ord: number };

/** The item that a row of a list is about: by the name its owner gave it, else by its place. */
export function ItemLink({ projectId, row }: { projectId: string; row: Row }) {
  return (
    <Link
      to="/projects/$projectId/items/$itemId"
      params={{ projectId, itemId: row.item_id }}
      className="block max-w-40 truncate hover:underline"
      title={row.external_id ?? undefined}
    >
      {row.external_id ?? `#${row.ord}`}
    </Link>
  );
}
