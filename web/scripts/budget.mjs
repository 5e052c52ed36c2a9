// How much script the bench loads before it can be used, compressed. Fails the build when it grows over its budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250_000;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

function closure(names, seen = new Set()) {
  for (const name of names) {
    const chunk = manifest[name];
    if (!chunk || seen.has(chunk.file)) continue;
    seen.add(chunk.file);
    closure(chunk.imports ?? [], seen);
  }
  return seen;
}

const files = [...closure(["index.html", "src/features/annotate/AnnotateScreen.tsx"])].filter((file) =>
  file.endsWith(".js"),
);
const sizes = files
  .map((file) => [file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length])
  .sort((a, b) => b[1] - a[1]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes) console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  script of the bench, gzipped; budget ${BUDGET / 1000} kB`);
if (total > BUDGET) {
  console.error("The bench loads too much script. Load what it does not need at once with import().");
  process.exit(1);
}
