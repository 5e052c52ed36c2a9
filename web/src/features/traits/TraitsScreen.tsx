import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { type Trait, traitsQuery } from "@/api/traits";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { TraitDialog } from "./TraitDialog";

/** What people may say of themselves. */
export function TraitsScreen() {
  const query = useQuery(traitsQuery);
  const manages = may(useMe(), "trait.manage");
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<Trait | null>(null);
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (trait: Trait) => api.delete(`/traits/${trait.id}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.traits });
      setRemoving(null);
    },
  });
  const button = manages ? (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
      New trait
    </Button>
  ) : null;
  return (
    <Page
      title="Traits"
      lead="What people may say of themselves, so that you see what groups of them say in a project. Nobody has to, and nobody is ever shown who said what. Three in all, so choose well."
      actions={query.data?.length ? button : null}
    >
      <Loaded query={query}>
        {(traits) =>
          traits.length === 0 ? (
            <EmptyState title="Nothing is asked yet" action={button}>
              Age, mother tongue, where somebody grew up: where it decides what people find offensive, funny or helpful,
              ask them, and Quality tells what each large group says.
            </EmptyState>
          ) : (
            <Table
              label="Traits"
              rows={traits}
              rowKey={(row) => row.id}
              columns={columns(manages ? setRemoving : null)}
            />
          )
        }
      </Loaded>
      {making ? <TraitDialog onClose={() => setMaking(false)} /> : null}
      <Confirm
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Ask for ${removing?.name ?? ""} no more?`}
        action="Remove and erase"
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        <p>What everybody said is erased, and so is what was told of groups. It cannot be undone.</p>
      </Confirm>
    </Page>
  );
}

function columns(onRemove: ((trait: Trait) => void) | null): Column<Trait>[] {
  return [
    {
      id: "name",
      title: "Trait",
      className: "whitespace-nowrap font-medium",
      cell: (row) => <span dir="auto">{row.name}</span>,
    },
    {
      id: "groups",
      title: "Groups",
      className: "w-2/5 min-w-40",
      cell: (row) => <span dir="auto">{row.options.join(" · ")}</span>,
    },
    {
      id: "why",
      title: "Asked for",
      className: "w-3/5 min-w-56",
      cell: (row) => (
        <>
          <span dir="auto" className="text-ink-2">
            {row.why}
          </span>
          {row.brand_words.length > 0 ? (
            <span className="block text-warn text-xs">
              Vendors' people read {row.brand_words.join(", ")} here: on the list of brand words since. Remove the
              trait, or take it off the list.
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: "least",
      title: "Told from",
      align: "right",
      className: "whitespace-nowrap",
      cell: (row) => `${row.at_least} people`,
    },
    {
      id: "act",
      title: "",
      align: "right",
      cell: (row) =>
        onRemove ? (
          <Button size="sm" tone="quiet" onClick={() => onRemove(row)}>
            Remove…
          </Button>
        ) : null,
    },
  ];
}
