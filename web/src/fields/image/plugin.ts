import { Image } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { plainText } from "../model";
import type { FieldPlugin } from "../plugin";

export const image: FieldPlugin = {
  kind: "image",
  title: "Image",
  summary: "A picture: zoom, move, fit.",
  icon: Image,
  targets: [],
  defaultSettings: () => ({}),
  Viewer: deferred(async () => (await import("./ImageViewer")).ImageViewer),
  example: () => ({
    url: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 200'%3E%3Crect width='320' height='200' fill='%23d8e2ee'/%3E%3Cpath d='M0 160 90 70l60 60 50-40 120 90v20H0z' fill='%2390a8c0'/%3E%3Ccircle cx='250' cy='50' r='22' fill='%23f0d890'/%3E%3C/svg%3E",
    width: 320,
    height: 200,
    alt: "Mountains under a low sun",
  }),
  text: plainText,
};
