/** What the server (or the way to it) refused, in one shape for every screen. */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly details: unknown;
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { field?: string; details?: unknown; retryAfter?: number } = {},
  ) {
    super(message);
    this.name = "Failure";
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.details = more.details;
    this.retryAfter = more.retryAfter;
  }

  /** No answer came: the network or the server is away. Nothing is known about what happened. */
  get offline(): boolean {
    return this.status === 0;
  }
  get notSignedIn(): boolean {
    return this.status === 401;
  }
  get notFound(): boolean {
    return this.status === 404;
  }
  /** The session works in another project now: nothing was looked at, and nothing is lost. */
  get worksElsewhere(): boolean {
    return this.code === "identity.works_elsewhere";
  }
  /** What was asked about is not there any more, or not ours. */
  get gone(): boolean {
    return [404, 409, 410].includes(this.status) && !this.worksElsewhere;
  }
}

export function isFailure(error: unknown, code?: string): error is Failure {
  return error instanceof Failure && (code === undefined || error.code === code);
}

/** One sentence for a person, whatever was thrown. */
export function failureMessage(error: unknown): string {
  if (error instanceof Error && error.message) return error.message;
  return "Something went wrong.";
}

/** The message for one field of the form, when the refusal names it. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof Failure && error.field === field ? error.message : undefined;
}

/** The refusal itself, when it names none of the fields on screen. */
export function otherError(error: unknown, fields: readonly string[]): unknown {
  return error instanceof Failure && error.field && fields.includes(error.field) ? null : error;
}
