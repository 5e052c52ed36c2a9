import { useQuery } from "@tanstack/react-query";
import { topicsQuery } from "@/api/webhooks";
import { Checkbox, Segments } from "@/ui/Toggle";

/** Which topics a webhook is told; none chosen = all. */
export function TopicPicker({
  all,
  topics,
  onAll,
  onTopics,
}: {
  all: boolean;
  topics: string[];
  onAll: (all: boolean) => void;
  onTopics: (topics: string[]) => void;
}) {
  const offered = useQuery({ ...topicsQuery, enabled: !all });
  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium">Is told</span>
      <Segments
        label="What it is told"
        className="self-start"
        value={all ? "all" : "some"}
        onChange={(reach) => onAll(reach === "all")}
        options={[
          { value: "all", label: "Everything" },
          { value: "some", label: "Only some" },
        ]}
      />
      {all ? null : (
        <div className="grid max-h-72 gap-2 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
          {(offered.data ?? []).map((one) => (
            <Checkbox
              key={one.topic}
              label={one.title}
              hint={<span className="font-mono">{one.topic}</span>}
              checked={topics.includes(one.topic)}
              onChange={(on) => onTopics(on ? [...topics, one.topic] : topics.filter((topic) => topic !== one.topic))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
