import { Link } from "@tanstack/react-router";
import { failureMessage } from "@/api/failure";
import type { BenchBrief } from "@/api/types";
import { useOpenGuideline, useReadGuideline } from "@/api/work";
import { GuidelineGate } from "@/questions/desk/guideline/GuidelineGate";
import { buttonLook } from "@/ui/Button";

/** The guideline comes before the first case. */
export function Gate({ brief }: { brief: BenchBrief }) {
  const reading = useReadGuideline(brief);
  return (
    <GuidelineGate
      project={brief.project.name}
      guideline={brief.guideline}
      openVersion={useOpenGuideline(brief)}
      busy={reading.isPending}
      error={reading.isError ? failureMessage(reading.error) : null}
      away={
        <Link to="/" className={buttonLook({ tone: "quiet" })}>
          Not now
        </Link>
      }
      onRead={() => reading.mutate()}
    />
  );
}
