// Writes src/api/generated/schemas.ts from contracts/openapi.json: one type per schema, nothing else. Needs no network.
// `--check` fails when the file is not what the contract says.
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../../contracts/openapi.json", import.meta.url);
const target = new URL("../src/api/generated/schemas.ts", import.meta.url);
const { components } = JSON.parse(readFileSync(source, "utf8"));

const nameOf = (name) =>
  name
    .replace(/[^A-Za-z0-9]+(.)?/g, (_all, next) => (next ? next.toUpperCase() : ""))
    .replace(/^[a-z]/, (one) => one.toUpperCase());
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const PRIMITIVES = { string: "string", integer: "number", number: "number", boolean: "boolean", null: "null" };

function union(types) {
  const unique = [...new Set(types)];
  return unique.length > 1 ? unique.join(" | ") : (unique[0] ?? "unknown");
}

function objectType(schema) {
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const note = value.description ? `/** ${value.description.replaceAll("*/", "* /").replace(/\s+/g, " ")} */ ` : "";
    return `${note}${key(name)}${required.has(name) ? "" : "?"}: ${typeOf(value)};`;
  });
  const more = schema.additionalProperties;
  if (lines.length === 0)
    return more && typeof more === "object" ? `Record<string, ${typeOf(more)}>` : "Record<string, unknown>";
  return `{ ${lines.join(" ")} }`;
}

function typeOf(schema) {
  if (!schema || Object.keys(schema).length === 0) return "unknown";
  if (schema.$ref) return nameOf(schema.$ref.split("/").pop());
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const any = schema.oneOf ?? schema.anyOf;
  if (any) return union(any.map(typeOf));
  if (schema.allOf) return schema.allOf.map(typeOf).join(" & ");
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type })));
  if (schema.type === "array") return schema.items ? `Array<${typeOf(schema.items)}>` : "Array<unknown>";
  if (schema.type === "object" || schema.properties) return objectType(schema);
  return PRIMITIVES[schema.type] ?? "unknown";
}

const types = Object.entries(components.schemas)
  .filter(([name]) => !name.startsWith("Page_"))
  .sort(([a], [b]) => a.localeCompare(b))
  .map(
    ([name, schema]) =>
      `${schema.description ? `/** ${schema.description.replace(/\s+/g, " ")} */\n` : ""}export type ${nameOf(name)} = ${typeOf(schema)};`,
  );
const text = `// Generated from contracts/openapi.json by \`npm run types\`; not edited.\n\n${types.join("\n\n")}\n`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("src/api/generated/schemas.ts is not what contracts/openapi.json says. Run: npm run types");
  process.exit(1);
}
