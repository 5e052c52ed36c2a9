import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const src = resolve(import.meta.dirname, "../src");

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "generated" ? [] : walk(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

const files = walk(src).map((path) => ({ path, name: relative(src, path), source: readFileSync(path, "utf8") }));
const isTest = (name: string) => /\.test\.tsx?$|conformance/.test(name);

/** Lower may not reach up. Rooms of one level may meet, but features never meet each other. */
const LEVELS: Record<string, number> = {
  kit: 0,
  ui: 1,
  api: 2,
  commands: 2,
  canvas: 2,
  fields: 3,
  questions: 4,
  lists: 4,
  comments: 4,
  features: 5,
  routes: 6,
  app: 7,
};

function imports(file: { path: string; source: string }): { name: string; typeOnly: boolean }[] {
  const found = [
    ...file.source.matchAll(/^\s*(import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/gm),
  ];
  return found.flatMap((match) => {
    const to = match[3] ?? match[4] ?? "";
    if (to.startsWith("@/")) return [{ name: to.slice(2), typeOnly: Boolean(match[2]) }];
    if (to.startsWith("."))
      return [{ name: relative(src, resolve(dirname(file.path), to)), typeOnly: Boolean(match[2]) }];
    return [];
  });
}

const roomOf = (name: string) => name.split("/")[0] ?? "";
const featureOf = (name: string) => (roomOf(name) === "features" ? name.split("/")[1] : null);

test("imports point down, and a feature never imports a feature", () => {
  const wrong: string[] = [];
  for (const file of files.filter((one) => !isTest(one.name))) {
    for (const to of imports(file)) {
      const from = LEVELS[roomOf(file.name)];
      const target = LEVELS[roomOf(to.name)];
      if (from === undefined || target === undefined) continue;
      if (target > from) wrong.push(`${file.name} → ${to.name}`);
      const feature = featureOf(file.name);
      if (feature && featureOf(to.name) && featureOf(to.name) !== feature) wrong.push(`${file.name} → ${to.name}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("plug-ins know no network and no feature", () => {
  const wrong = files
    .filter((file) => /^(questions|fields)\//.test(file.name) && !isTest(file.name))
    .flatMap((file) =>
      imports(file)
        .filter((to) => roomOf(to.name) === "features" || (roomOf(to.name) === "api" && !to.typeOnly))
        .map((to) => `${file.name} → ${to.name}`),
    );
  expect(wrong).toEqual([]);
});

test("files stay small", () => {
  const long = files
    .filter((file) => !isTest(file.name))
    .map((file) => ({
      name: file.name,
      lines: file.source.split("\n").length,
      most: file.name.endsWith(".tsx") ? 250 : 300,
    }))
    .filter((file) => file.lines > file.most)
    .map((file) => `${file.name}: ${file.lines}`);
  expect(long).toEqual([]);
});

test("colours are tokens", () => {
  const wrong = files
    .filter((file) => !isTest(file.name))
    .filter((file) =>
      /(["'`\s:[])#[0-9a-fA-F]{3,8}\b(?=["'`\s;\]])|\brgba?\(|\bhsla?\(/.test(file.source.replace(/href="#\w+"/g, "")),
    )
    .map((file) => file.name);
  expect(wrong).toEqual([]);
});
