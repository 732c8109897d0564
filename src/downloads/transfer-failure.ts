/** What is to be done after a transfer that failed: the same again after a pause, or another mirror. */
type NextStep = "again" | "elsewhere";

/** A transfer that failed, and what to do next; people see its message as the reason why a file was not got. */
export class TransferFailure extends Error {
  constructor(
    message: string,
    readonly next: NextStep,
    /** How long the server asks to wait, in milliseconds. */
    readonly afterMs?: number,
  ) {
    super(message);
    this.name = "TransferFailure";
  }
}

/** Answers of a server that may be another one later. */
const PASSING: ReadonlySet<number> = new Set([408, 421, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** The failure that an HTTP status stands for. */
export function failureOfStatus(response: Pick<Response, "status" | "statusText" | "headers">): TransferFailure {
  const { status, statusText, headers } = response;
  const said = `the server answered ${status}${statusText === "" ? "" : ` ${statusText}`}`;
  if (!PASSING.has(status)) return new TransferFailure(said, "elsewhere");
  return new TransferFailure(said, "again", retryAfter(headers.get("retry-after")));
}

/** Milliseconds of a Retry-After header, which is a number of seconds or a date; undefined where it is neither. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
