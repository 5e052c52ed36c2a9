/** The only list of field kinds. */
import { chat } from "./chat/plugin";
import { code } from "./code/plugin";
import { image } from "./image/plugin";
import type { FieldKind } from "./model";
import type { FieldPlugin } from "./plugin";
import { table } from "./table/plugin";
import { text } from "./text/plugin";

export const fieldPlugins: Record<FieldKind, FieldPlugin> = { text, chat, image, code, table };

export function fieldPluginOf(kind: FieldKind): FieldPlugin {
  const plugin = fieldPlugins[kind];
  if (!plugin) throw new Error(`This version of the app does not know the field kind "${kind}". Reload the page.`);
  return plugin;
}
