import type { Answers, Id, Reveal, Suggestions } from "@/api/types";
import { same } from "@/questions/model";
import type { BenchClient } from "./client";

/** What models suggest, asked for as the project says. Where the server cannot be asked, work goes on without. */
export class Suggesting {
  private revealing: Promise<Reveal> | null = null;

  constructor(private readonly client: BenchClient) {}

  reveal(): Promise<Reveal> {
    this.revealing ??= this.client.reveal().catch(() => {
      this.revealing = null;
      return "never" as const;
    });
    return this.revealing;
  }

  /** For an item that is laid ready: undefined where it is asked for only after the person's own first answer. */
  async first(assignment: Id): Promise<Suggestions | null | undefined> {
    const reveal = await this.reveal();
    if (reveal === "after") return undefined;
    return reveal === "before" ? this.ask(assignment, null) : null;
  }

  /** What is said otherwise than in the first answer, which the server keeps. */
  async otherwise(assignment: Id, first: Answers): Promise<Suggestions | null> {
    const told = await this.ask(assignment, first);
    const differs = told && Object.entries(told.answers).some(([name, answer]) => !same(answer, first[name]));
    return differs ? told : null;
  }

  private async ask(assignment: Id, first: Answers | null): Promise<Suggestions | null> {
    const told = await this.client.suggestions(assignment, first).catch(() => null);
    return told?.status === "shown" ? told : null;
  }
}
