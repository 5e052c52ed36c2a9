import { MessagesSquare } from "lucide-react";
import { deferred } from "@/kit/deferred";
import { plainText } from "../model";
import type { FieldPlugin } from "../plugin";
import { ChatViewer } from "./ChatViewer";

export const chat: FieldPlugin = {
  kind: "chat",
  title: "Chat",
  summary: "A conversation: system, user, assistant and tool messages, in turns.",
  icon: MessagesSquare,
  targets: ["message", "turn"],
  defaultSettings: () => ({}),
  SettingsForm: deferred(async () => (await import("../text/TextSettings")).TextSettings),
  Viewer: ChatViewer,
  example: () => ({
    messages: [
      { id: "m0", turn: "t0", role: "system", content: "You book trains. Never charge a card without asking." },
      { id: "m1", turn: "t0", role: "user", content: "I need to be in Lyon tomorrow before ten." },
      {
        id: "m2",
        turn: "t0",
        role: "assistant",
        content: "",
        tool_calls: [{ id: "c1", name: "find_trains", arguments: { to: "Lyon", arrive_before: "10:00" } }],
      },
      {
        id: "m3",
        turn: "t0",
        role: "tool",
        name: "find_trains",
        tool_call_id: "c1",
        content: '{"trains":[{"leaves":"06:50","arrives":"08:56","price":68}]}',
      },
      {
        id: "m4",
        turn: "t0",
        role: "assistant",
        content: "The 06:50 arrives at 08:56 and costs **€68**. Shall I book it?",
      },
    ],
  }),
  text: plainText,
};
