import { useQuery } from "@tanstack/react-query";
import { mySkillsQuery } from "@/api/skills";
import { date } from "@/kit/format";
import { Panel, Section } from "@/ui/Page";

/** What one is known to be able to do; nothing where there is nothing. */
export function MySkills() {
  const skills = useQuery(mySkillsQuery).data ?? [];
  if (skills.length === 0) return null;
  return (
    <Section title="What I am known to be able to do">
      <Panel>
        <ul className="divide-y divide-line">
          {skills.map((skill) => (
            <li key={skill.name + skill.source} className="flex items-baseline gap-4 py-1.5">
              <span dir="auto" className="min-w-0 flex-1">
                {skill.name}
              </span>
              <span className="text-ink-3">
                {skill.source === "earned" ? "passed a course" : "granted"}
                {skill.expires_at ? `, ${skill.held ? "until" : "expired"} ${date(skill.expires_at)}` : ""}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
