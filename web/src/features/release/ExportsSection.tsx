import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { moving } from "@/api/jobs";
import { keys } from "@/api/keys";
import { exportFileUrl, formatsQuery } from "@/api/release";
import type { Export, Project, Release, ReleaseFormat } from "@/api/types";
import { bytes, count, plural } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { Digest } from "@/ui/CopyField";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { State } from "@/ui/State";
import { toast } from "@/ui/Toast";

/** One line per format: make it, watch it, take its files. */
export function ExportsSection({ project, release }: { project: Project; release: Release }) {
  const formats = useQuery(formatsQuery(project.id));
  const client = useQueryClient();
  const key = keys.in(project.id, "release", release.id);
  const refresh = () => client.invalidateQueries({ queryKey: key });
  const base = `/projects/${project.id}/releases/${release.id}`;
  const create = useMutation({
    mutationFn: (format: string) => api.post<Export>(`${base}/exports`, { format }),
    onSuccess: refresh,
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const cancel = useMutation({
    mutationFn: (id: string) => api.post(`${base}/exports/${id}/cancel`),
    onSuccess: refresh,
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const fits = (format: ReleaseFormat) => format.applies || newest(format.id) !== undefined;
  const newest = (format: string) =>
    release.exports.filter((one) => one.format === format).sort((a, b) => b.created_at.localeCompare(a.created_at))[0];
  return (
    <Section title="Exports" lead="Each download is recorded as an exposure with the purpose “export”.">
      <Loaded query={formats}>
        {(list) => (
          <>
            <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
              {list.filter(fits).map((format) => (
                <FormatLine
                  key={format.id}
                  project={project}
                  releaseId={release.id}
                  format={format}
                  made={newest(format.id)}
                  busy={create.isPending && create.variables === format.id}
                  onCreate={() => create.mutate(format.id)}
                  onCancel={(id) => cancel.mutate(id)}
                />
              ))}
            </ul>
            <Others formats={list.filter((format) => !fits(format))} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** Formats that this label schema has nothing for, and what they would need. */
function Others({ formats }: { formats: ReleaseFormat[] }) {
  if (formats.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="cursor-pointer text-ink-2">
        {plural(formats.length, "format")} {formats.length === 1 ? "needs" : "need"} another label schema
      </summary>
      <dl className="mt-2 flex flex-col gap-2 pl-4">
        {formats.map((format) => (
          <div key={format.id}>
            <dt className="font-medium text-ink-2">{format.title}</dt>
            <dd className="text-ink-3">{format.why_not}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function FormatLine({
  project,
  releaseId,
  format,
  made,
  busy,
  onCreate,
  onCancel,
}: {
  project: Project;
  releaseId: string;
  format: ReleaseFormat;
  made: Export | undefined;
  busy: boolean;
  onCreate: () => void;
  onCancel: (id: string) => void;
}) {
  const runs = made !== undefined && moving(made.state);
  return (
    <li className="px-4 py-3">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <p className={format.applies ? "font-medium" : "font-medium text-ink-3"}>{format.title}</p>
          <p className="text-ink-3">{format.applies ? format.summary : format.why_not}</p>
        </div>
        {made ? <State of={made.state} /> : null}
        {runs ? (
          <Button size="sm" onClick={() => onCancel(made.id)}>
            Cancel
          </Button>
        ) : made?.state === "done" ? null : (
          <Button
            size="sm"
            busy={busy}
            why={format.applies ? null : (format.why_not ?? "It does not fit this label schema")}
            onClick={onCreate}
          >
            {made ? "Export again" : "Export"}
          </Button>
        )}
      </div>
      {runs ? (
        <Progress
          className="mt-2 max-w-xl"
          label={format.title}
          unit="rows"
          done={made.progress.done}
          total={made.progress.total || null}
        />
      ) : null}
      {made?.error ? <p className="mt-1 text-bad">{made.error}</p> : null}
      {made?.state === "done" ? <Files project={project} releaseId={releaseId} made={made} /> : null}
    </li>
  );
}

function Files({ project, releaseId, made }: { project: Project; releaseId: string; made: Export }) {
  const dropped = made.dropped.filter((one) => one.count > 0);
  return (
    <div className="mt-2">
      <ul className="flex flex-col gap-1">
        {made.files.map((file) => (
          <li key={file.name} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <a
              href={exportFileUrl(project.id, releaseId, made.id, file.name)}
              download={file.name.split("/").pop()}
              className={buttonLook({ size: "sm" })}
            >
              <Download size={13} aria-hidden />
              <span className="font-mono">{file.name}</span>
            </a>
            <span className="tabular text-xs text-ink-3">
              {file.rows > 0 ? `${plural(file.rows, "row")}, ` : ""}
              {bytes(file.bytes)}
            </span>
            <Digest value={file.sha256} />
          </li>
        ))}
      </ul>
      {dropped.length > 0 ? (
        <p className="mt-1 text-xs text-ink-3">
          Left out, item by item in left-out.json:{" "}
          {dropped.map((one) => `${count(one.count)} (${one.reason})`).join(", ")}
        </p>
      ) : null}
    </div>
  );
}
