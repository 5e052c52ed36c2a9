import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { vendorsQuery } from "@/api/projects";
import type { Vendor } from "@/api/types";
import { count, date } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { toast } from "@/ui/Toast";

export function VendorsScreen() {
  const query = useInfiniteQuery(vendorsQuery());
  const [adding, setAdding] = useState(false);
  const button = (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      Add vendor
    </Button>
  );
  return (
    <Page
      title="Vendors"
      lead="Firms whose people work for you. A vendor sees nothing until a project grants it; to it, every refusal looks the same."
      actions={button}
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="No vendors yet" action={button}>
              Add a firm, invite its people on the page People, then grant it in a project under Members.
            </EmptyState>
          ) : (
            <Table
              label="Vendors"
              rows={rows}
              rowKey={(row) => row.id}
              pages={query}
              columns={[
                {
                  id: "name",
                  title: "Vendor",
                  className: "w-full",
                  cell: (row) => (
                    <Link to="/vendors/$vendorId" params={{ vendorId: row.id }} className="font-medium hover:underline">
                      {row.name}
                    </Link>
                  ),
                },
                { id: "people", title: "People", align: "right", cell: (row) => count(row.people) },
                { id: "projects", title: "Projects", align: "right", cell: (row) => count(row.projects) },
                {
                  id: "since",
                  title: "Since",
                  align: "right",
                  className: "whitespace-nowrap",
                  cell: (row) => date(row.created_at),
                },
                {
                  id: "act",
                  title: "",
                  align: "right",
                  cell: (row) => (
                    <Link
                      to="/vendors/$vendorId/sever"
                      params={{ vendorId: row.id }}
                      className={buttonLook({ size: "sm", tone: "danger" })}
                    >
                      Sever…
                    </Link>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      {adding ? <VendorDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function VendorDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => api.post<Vendor>("/vendors", { name: name.trim() }),
    onSuccess: async (vendor) => {
      await client.invalidateQueries({ queryKey: keys.vendors });
      toast(`${vendor.name} is added. It has no grant yet.`, { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title="Add a vendor"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={add.isPending} disabled={!name.trim()} onClick={() => add.mutate()}>
            Add
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <FormError error={add.error} />
        <Field label="Name of the firm">
          <Input autoFocus value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
