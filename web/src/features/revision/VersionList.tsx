import { Link } from "@tanstack/react-router";
import type { AnswerVersion, AnswerVersions, Id, Project } from "@/api/types";
import { cx } from "@/kit/cx";
import { Badge } from "@/ui/Badge";
import { State } from "@/ui/State";
import { Ago } from "@/ui/Time";

/** Every version, the newest first: whose words, why they came, what review said, which releases took them. */
export function VersionList({
  project,
  data,
  chosen,
  onChoose,
}: {
  project: Project;
  data: AnswerVersions;
  chosen: Id;
  onChoose: (id: Id) => void;
}) {
  return (
    <ol className="flex flex-col gap-2" aria-label="Versions">
      {[...data.versions].reverse().map((version) => (
        <li
          key={version.annotation_id}
          className={cx(
            "rounded-lg border bg-surface",
            version.annotation_id === chosen ? "border-accent" : "border-line",
          )}
        >
          <button
            type="button"
            aria-pressed={version.annotation_id === chosen}
            onClick={() => onChoose(version.annotation_id)}
            className="w-full rounded-lg px-3 py-2 text-left hover:bg-hover"
          >
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium">Version {version.number}</span>
              {version.stands ? <Badge tone="good">stands</Badge> : null}
              {version.fits === "unfit" ? <Badge tone="warn">does not fit today</Badge> : null}
              {version.fits === "migrates" ? <Badge>reads otherwise today</Badge> : null}
            </span>
            <span className="block text-ink-2">{whyOf(data, version)}</span>
            <span className="block text-xs text-ink-3">
              {version.organization.name} · <Ago at={version.at} />
            </span>
          </button>
          <Told project={project} version={version} />
        </li>
      ))}
    </ol>
  );
}

function whyOf(data: AnswerVersions, version: AnswerVersion): string {
  const who = version.by.name;
  if (version.why === "fixed") return `${who} fixed it in review`;
  if (version.why === "rework") return `${who} answered again after a rejection`;
  if (version.why === "asked_anew") return `${who} answered again: the questions had changed`;
  if (version.why === "submitted") return `${who} answered`;
  const earlier = data.versions.find((one) => one.annotation_id === version.restores);
  const how = version.migrated ? ", as it reads today" : "";
  return `${version.restored_by?.name ?? "Somebody"} put version ${earlier?.number ?? ""} back${how}`;
}

function Told({ project, version }: { project: Project; version: AnswerVersion }) {
  if (!version.reason && version.verdicts.length === 0 && version.releases.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5 border-t border-line px-3 py-2 text-xs">
      {version.reason ? <Words text={version.reason} /> : null}
      {version.verdicts.map((said) => (
        <div key={`${said.stage} ${said.at}`}>
          <p className="flex flex-wrap items-center gap-x-2">
            <State of={said.stage === "audit" ? (said.verdict === "accept" ? "right" : "wrong") : said.verdict} />
            <span className="text-ink-3">
              {said.stage === "audit" ? "in an audit, " : ""}
              {said.reviewer.name} · <Ago at={said.at} />
            </span>
            {said.overturned ? <Badge>overturned by an appeal</Badge> : null}
          </p>
          {said.comment ? <Words text={said.comment} /> : null}
        </div>
      ))}
      {version.releases.length > 0 ? (
        <p className="text-ink-2">
          Released in{" "}
          {version.releases.map((release, index) => (
            <span key={release.id}>
              {index > 0 ? ", " : ""}
              <Link
                to="/projects/$projectId/releases/$releaseId"
                params={{ projectId: project.id, releaseId: release.id }}
                className="underline underline-offset-2"
              >
                {release.name}
              </Link>
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="border-l-2 border-line-strong pl-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
    </p>
  );
}
