import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { QuadrantError } from "../errors";

/** The version of the Jupyter messaging protocol that both ends speak. */
const PROTOCOL_VERSION = "5.3";

/** Content, metadata and the like: JSON objects that the protocol describes message by message. */
export type Json = Record<string, unknown>;

/** Where a kernel listens and with which key messages are signed: what a Jupyter connection file holds. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: string;
}

interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** One message of the Jupyter wire protocol. */
export interface Message {
  /** ZeroMQ routing frames: who asked. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** Header of the request that this message answers; empty where it answers none. */
  readonly parent: Header | Record<string, never>;
  readonly metadata: Json;
  readonly content: Json;
}

const DELIMITER = Buffer.from("<IDS|MSG>");

/** The address of one of a kernel's ports. */
export function addressOf(connection: Connection, port: number): string {
  return `${connection.transport}://${connection.ip}:${port}`;
}

/** A header for a new message. */
export function makeHeader(msgType: string, session: string, username = "quadrant"): Header {
  return {
    msg_id: randomUUID(),
    msg_type: msgType,
    session,
    username,
    date: new Date().toISOString(),
    version: PROTOCOL_VERSION,
  };
}

/** A message that answers `request`, or reports about it. */
export function answerTo(request: Message, msgType: string, content: Json, metadata: Json = {}): Message {
  const { session, username } = request.header;
  return {
    identities: request.identities,
    header: makeHeader(msgType, session, username),
    parent: request.header,
    metadata,
    content,
  };
}

/** Frames to send: routing, delimiter, HMAC-SHA256 signature, then header, parent, metadata and content as JSON. */
export function encode(message: Message, key: string): (Uint8Array | string)[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) => JSON.stringify(part));
  return [...message.identities, DELIMITER, sign(parts, key), ...parts];
}

/**
 * Reads the frames of one message.
 *
 * @throws QuadrantError "kernel" when the frames are no message or the signature is not ours.
 */
export function decode(frames: readonly Uint8Array[], key: string): Message {
  const at = frames.findIndex((frame) => DELIMITER.equals(frame));
  const signature = frames[at + 1];
  const parts = frames.slice(at + 2, at + 6);
  if (at < 0 || signature === undefined || parts.length < 4) {
    throw new QuadrantError("kernel", `a message of ${frames.length} frames is not one of the Jupyter wire protocol`);
  }
  const expected = Buffer.from(sign(frames.slice(at + 2), key));
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    throw new QuadrantError("kernel", "a message is signed with another key than the connection file's");
  }
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(Buffer.from(part).toString("utf8")));
  return { identities: frames.slice(0, at), header, parent, metadata, content };
}

function sign(parts: readonly (Uint8Array | string)[], key: string): string {
  // An empty key means that messages are not signed.
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
