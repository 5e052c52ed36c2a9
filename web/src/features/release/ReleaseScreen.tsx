import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { releaseQuery } from "@/api/release";
import type { Dropped, Manifest, Project, Release } from "@/api/types";
import { ExportsSection } from "@/features/release/ExportsSection";
import { InferredSection } from "@/features/release/InferredSection";
import { MakingSection } from "@/features/release/MakingSection";
import { recipeFacts } from "@/features/release/recipe";
import { bytes, count, dateTime, plural } from "@/kit/format";
import { Digest } from "@/ui/CopyField";
import { Loaded } from "@/ui/Loaded";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { StateBadge } from "@/ui/State";
import { Table } from "@/ui/Table";

export function ReleaseScreen() {
  const project = useOpenProject();
  const { releaseId = "" } = useParams({ strict: false });
  const query = useQuery(releaseQuery(project.id, releaseId));
  return <Loaded query={query}>{(release) => <ReleasePage project={project} release={release} />}</Loaded>;
}

function ReleasePage({ project, release }: { project: Project; release: Release }) {
  return (
    <Page
      above={
        <Link to="/projects/$projectId/releases" params={{ projectId: project.id }} className="hover:text-ink">
          Releases
        </Link>
      }
      title={
        <span className="flex items-center gap-3">
          <span className="truncate">{release.name}</span>
          <StateBadge of={release.state} />
        </span>
      }
      lead={`Release ${release.number}, made by ${release.created_by.name}, ${dateTime(release.created_at)}`}
    >
      {release.state === "ready" ? null : (
        <MakingSection key={`${release.job.job_id} ${release.state}`} project={project} release={release} />
      )}
      {release.manifest && may(project, "release.export") ? (
        <ExportsSection project={project} release={release} />
      ) : null}
      <div className="grid gap-6 lg:grid-cols-2">
        {release.manifest ? <ManifestSection manifest={release.manifest} digest={release.digest} /> : null}
        <Section title="Recipe">
          <Panel>
            <Facts items={recipeFacts(release.recipe)} />
          </Panel>
          {release.manifest ? <DroppedList dropped={release.manifest.dropped} /> : null}
        </Section>
      </div>
      {release.manifest ? <InferredSection fits={release.manifest.inferred ?? {}} /> : null}
      {release.manifest && release.manifest.files.length > 0 ? (
        <Section title="Frozen files">
          <Table
            label="Frozen files"
            rows={release.manifest.files}
            rowKey={(file) => file.name}
            columns={[
              { id: "name", title: "File", cell: (file) => <span className="font-mono text-xs">{file.name}</span> },
              { id: "rows", title: "Rows", align: "right", cell: (file) => count(file.rows) },
              { id: "bytes", title: "Size", align: "right", cell: (file) => bytes(file.bytes) },
              { id: "sha", title: "SHA-256", align: "right", cell: (file) => <Digest value={file.sha256} /> },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  );
}

function ManifestSection({ manifest, digest }: { manifest: Manifest; digest: string | null }) {
  return (
    <Section title="Manifest">
      <Panel>
        <Facts
          items={[
            ["Items", count(manifest.items)],
            ["Annotations", `${count(manifest.annotations)} by ${plural(manifest.people, "person", "people")}`],
            ["Label schema", `version ${manifest.schema_versions.join(", ")}`],
            (manifest.migrated ?? 0) > 0 && [
              "Read through",
              `${(manifest.migrations ?? []).map((one) => `${one.from_version} → ${one.to_version}`).join(", ")} (${plural(manifest.migrated ?? 0, "answer")})`,
            ],
            Object.keys(manifest.renditions ?? {}).some((form) => form !== "original") && [
              "Answered on",
              Object.entries(manifest.renditions ?? {})
                .map(([form, n]) => `${form === "original" ? "the original" : form}: ${count(n)}`)
                .join(", "),
            ],
            togetherIn(manifest).length > 0 && ["Put together", togetherIn(manifest).join("; ")],
            ["Guideline", `version ${manifest.guideline_versions.join(", ")}`],
            ["Snapshot", dateTime(manifest.snapshot.at)],
            ["Annotations digest", <Digest key="snapshot" value={manifest.snapshot.annotations_digest} />],
            digest !== null && ["Release digest", <Digest key="digest" value={digest} />],
            [
              "Build it again",
              <code key="rebuild" className="font-mono text-xs [overflow-wrap:anywhere]">
                {manifest.rebuild}
              </code>,
            ],
          ]}
        />
      </Panel>
    </Section>
  );
}

const METHODS: Record<string, string> = {
  alike: "by what most wrote in nearly the same words",
  median: "by the median",
  parts: "part by part",
  matched: "mark by mark, near ones together",
  duels: "by what most put before what",
};

/** How several answers became one, where that is not what most gave. */
function togetherIn(manifest: Manifest): string[] {
  return Object.entries(manifest.methods ?? {}).flatMap(([question, how]) =>
    METHODS[how] ? [`${question} ${METHODS[how]}`] : [],
  );
}

export function DroppedList({ dropped }: { dropped: readonly Dropped[] }) {
  const left = dropped.filter((one) => one.count > 0);
  if (left.length === 0) return <p className="mt-2 text-ink-3">Nothing was left out.</p>;
  return (
    <div className="mt-3">
      <p className="mb-1 font-medium">Left out</p>
      <ul className="text-ink-2">
        {left.map((one) => (
          <li key={one.reason} className="flex gap-3">
            <span className="tabular w-12 text-right">{count(one.count)}</span>
            {one.reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
