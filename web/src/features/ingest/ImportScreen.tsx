import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { importQuery } from "@/api/ingest";
import { useOpenProject } from "@/api/projects";
import type { Import } from "@/api/types";
import { MappingStep } from "@/features/ingest/MappingStep";
import { RunPanel } from "@/features/ingest/RunPanel";
import { UploadStep } from "@/features/ingest/UploadStep";
import { bytes } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/State";

/** One import: upload, mapping, run, bad rows; whichever comes next. */
export function ImportScreen() {
  const project = useOpenProject();
  const { importId = "" } = useParams({ strict: false });
  const query = useQuery(importQuery(project.id, importId));
  return (
    <Loaded query={query}>
      {(data) => (
        <Page
          wide={phaseOf(data) === "map"}
          above={
            <Link to="/projects/$projectId/batches" params={{ projectId: project.id }} className="hover:text-ink">
              Batches
            </Link>
          }
          title={
            <span className="flex items-center gap-3">
              <span className="truncate">{data.file_name}</span>
              {phaseOf(data) === "run" ? <StateBadge of={data.state} /> : null}
            </span>
          }
          actions={
            phaseOf(data) === "map" ? (
              <Link
                to="/projects/$projectId/imports/new"
                params={{ projectId: project.id }}
                className={buttonLook({ tone: "plain" })}
              >
                Another file
              </Link>
            ) : null
          }
          lead={`${bytes(data.bytes)}, into batch ${data.batch.name}`}
        >
          <Phase data={data} />
        </Page>
      )}
    </Loaded>
  );
}

function phaseOf(data: Import): "upload" | "map" | "run" {
  // The server says where the upload stands until the import is started.
  if (!data.upload) return "run";
  return data.upload.offset < data.bytes ? "upload" : "map";
}

function Phase({ data }: { data: Import }) {
  const project = useOpenProject();
  const phase = phaseOf(data);
  if (phase === "upload") return <UploadStep project={project} data={data} />;
  if (phase === "map") return <MappingStep project={project} data={data} />;
  return <RunPanel project={project} data={data} />;
}
