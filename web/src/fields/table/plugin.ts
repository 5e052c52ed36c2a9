import { Table2 } from "lucide-react";
import { plainText } from "../model";
import type { FieldPlugin } from "../plugin";
import { TableViewer } from "./TableViewer";

export const table: FieldPlugin = {
  kind: "table",
  title: "Table or JSON",
  summary: "Rows and columns; any other JSON is shown as a tree.",
  icon: Table2,
  targets: [],
  defaultSettings: () => ({}),
  Viewer: TableViewer,
  example: () => ({
    columns: ["station", "month", "rain_mm", "days"],
    rows: [
      ["Bergen", "October", 271, 22],
      ["Bergen", "November", 259, 21],
      ["Oslo", "October", 84, 12],
    ],
  }),
  text: plainText,
};
