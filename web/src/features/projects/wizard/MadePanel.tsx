import { Link } from "@tanstack/react-router";
import type { Made } from "@/features/projects/wizard/useMakeProject";
import { buttonLook } from "@/ui/Button";
import { CopyField } from "@/ui/CopyField";
import { Page, Panel, Section } from "@/ui/Page";

/** The end of the wizard: links to hand out, and where to go on. */
export function MadePanel({ made }: { made: Made }) {
  const params = { projectId: made.project.id };
  return (
    <Page title={`${made.project.name} is made`} lead="Next: put items in. Then activate it, and work is handed out.">
      {made.problems.length > 0 ? (
        <Panel className="mb-6 border-bad/40">
          <p className="font-medium">The project is made, but not everything about its people worked:</p>
          <ul className="mt-1 list-disc pl-5 text-bad">
            {made.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {made.invitations.length > 0 ? (
        <Section title="Links to send" lead="Each works once and is shown only now.">
          <ul className="flex max-w-3xl flex-col gap-3">
            {made.invitations.map((invitation) => (
              <li key={invitation.id}>
                <p className="mb-1">
                  {invitation.email}, {invitation.role}
                </p>
                <CopyField label={`Link for ${invitation.email}`} value={invitation.url ?? ""} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <div className="flex gap-2">
        <Link to="/projects/$projectId/imports/new" params={params} className={buttonLook({ tone: "primary" })}>
          Import items
        </Link>
        <Link to="/projects/$projectId" params={params} className={buttonLook()}>
          Open the project
        </Link>
      </div>
    </Page>
  );
}
