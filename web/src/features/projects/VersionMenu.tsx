import { Check, History } from "lucide-react";
import { date } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Menu } from "@/ui/Menu";

type Row = { version: number; note: string | null; created_at: string; created_by: { name: string } | null };

export function VersionMenu({
  versions,
  open,
  onOpen,
}: {
  versions: readonly Row[];
  open: number;
  onOpen: (version: number) => void;
}) {
  return (
    <Menu
      items={[...versions]
        .sort((a, b) => b.version - a.version)
        .map((row) => ({
          label: (
            <span className="block py-1">
              <span className="flex items-center gap-2 font-medium">
                Version {row.version} {row.version === open ? <Check size={13} aria-label="shown" /> : null}
              </span>
              <span className="block text-xs whitespace-normal text-ink-3">
                {date(row.created_at)}
                {row.created_by ? `, ${row.created_by.name}` : ""}
                {row.note ? `: ${row.note}` : ""}
              </span>
            </span>
          ),
          onSelect: () => onOpen(row.version),
        }))}
    >
      <Button icon={<History size={14} aria-hidden />}>Version {open}</Button>
    </Menu>
  );
}
