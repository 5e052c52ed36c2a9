import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Id, MySkill, RequiredSkills, Skill, SkillHolder } from "@/api/types";

export const skillsQuery = queryOptions({
  queryKey: keys.skills,
  queryFn: async ({ signal }) => (await api.get<{ items: Skill[] }>("/skills", { signal })).items,
});

export const skillHoldersQuery = (skill: Id) =>
  queryOptions({
    queryKey: [...keys.skills, skill, "people"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: SkillHolder[] }>(`/skills/${skill}/people`, { signal })).items,
  });

export const mySkillsQuery = queryOptions({
  queryKey: [...keys.me, "skills"],
  queryFn: async ({ signal }) => (await api.get<{ items: MySkill[] }>("/me/skills", { signal })).items,
});

export const requiredSkillsQuery = (project: Id) =>
  queryOptions({
    queryKey: keys.in(project, "skills"),
    queryFn: ({ signal }) => api.get<RequiredSkills>(`/projects/${project}/skills`, { signal }),
  });
