import { Keys } from "@/commands/Keys";
import { type Command, type Scope, scopeTitles } from "@/commands/model";
import { useAllCommands } from "@/commands/useCommands";
import { Dialog } from "@/ui/Dialog";

const ORDER: Scope[] = [
  "bench",
  "gate",
  "lesson",
  "review",
  "adjudication",
  "question",
  "field",
  "list",
  "page",
  "dialog",
  "app",
];

function byScope(commands: Command[]): [Scope, Command[]][] {
  const newest = [...new Map(commands.map((command) => [command.id, command])).values()];
  return ORDER.map((scope): [Scope, Command[]] => [
    scope,
    newest.filter((command) => command.scope === scope && command.keys.length > 0),
  ]).filter(([, group]) => group.length > 0);
}

/** All keys of the screen that is open, made from the commands themselves. */
export function HelpSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const groups = byScope(useAllCommands());
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      size="lg"
      footer={
        <a href="/me/keys" className="mr-auto text-accent underline-offset-2 hover:underline">
          Choose other keys
        </a>
      }
    >
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map(([scope, commands]) => (
          <section key={scope} className="mb-6 break-inside-avoid">
            <h3 className="mb-1 text-xs text-ink-3">{scopeTitles[scope]}</h3>
            <ul>
              {commands.map((command) => (
                <li
                  key={command.id}
                  className="flex min-h-7 items-center justify-between gap-4 border-b border-line py-1"
                >
                  <span>{command.title}</span>
                  <span className="flex gap-2">
                    {command.keys.map((keys) => (
                      <Keys key={keys} of={keys} />
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
