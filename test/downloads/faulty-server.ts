import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How one request is answered. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A request that came, by what matters. */
export interface Seen {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** A server on this machine that does what it is told, request by request. */
export interface FaultyServer {
  readonly url: string;
  readonly seen: Seen[];
  /** The answers to requests for a path, in turn; the last one is repeated. */
  on(path: string, ...answers: Answer[]): string;
  close(): Promise<void>;
}

export async function startServer(): Promise<FaultyServer> {
  const answers = new Map<string, Answer[]>();
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const path = decodeURI(new URL(request.url ?? "/", "http://localhost").pathname);
    const { range, "if-range": ifRange } = request.headers;
    seen.push({ path, range, ifRange: ifRange as string | undefined });
    const left = answers.get(path) ?? [];
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer === undefined) status(404)(request, response);
    else void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    on(path, ...given) {
      answers.set(path, given);
      return `${url}${encodeURI(path)}`;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface ServeOptions {
  readonly etag?: string;
  readonly ignoresRanges?: boolean;
  /** The connection is cut after so many bytes of the answer. */
  readonly cutAfter?: number;
  /** Bytes of a piece and milliseconds between two. */
  readonly slow?: readonly [bytes: number, ms: number];
  /** The whole length is not told. */
  readonly chunked?: boolean;
}

/** Serves bytes as a good server does, but for the options. */
export function serve(content: Uint8Array, options: ServeOptions = {}): Answer {
  return async ({ headers }, response) => {
    const { etag, ignoresRanges, cutAfter, slow, chunked } = options;
    const asked = /^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1];
    const sameVersion = headers["if-range"] === undefined || headers["if-range"] === etag;
    const start = asked !== undefined && ignoresRanges !== true && sameVersion ? Number(asked) : 0;
    if (start >= content.length && start > 0) {
      response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
      return;
    }
    const rest = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      ...(chunked ? {} : { "content-length": rest.length }),
      ...(etag === undefined ? {} : { etag }),
      ...(start > 0 ? { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    });
    const end = Math.min(rest.length, cutAfter ?? rest.length);
    const [piece, pause] = slow ?? [end, 0];
    for (let at = 0; at < end && !response.destroyed; at += piece) {
      await new Promise<void>((resolve) =>
        response.write(rest.subarray(at, Math.min(end, at + piece)), () => resolve()),
      );
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    // What was written goes out before the connection ends.
    if (end < rest.length) response.socket?.end();
    else response.end();
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) =>
    void response.writeHead(code, { "content-type": "text/html", ...headers }).end("<html>no</html>");
}

/** Sends some bytes and then nothing more, without an end. */
export function stall(content: Uint8Array, after: number): Answer {
  return (_, response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, after));
  };
}
