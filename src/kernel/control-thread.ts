import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { Reply, Router } from "zeromq";
import { MainThread } from "./main-thread";
import { addressOf, answerTo, type Connection, decode, encode, type Json, type Message } from "./wire";

/** What the main thread hands to this one. */
export interface ControlData {
  readonly connection: Connection;
  readonly memory: SharedArrayBuffer;
  readonly kernelInfo: Json;
  /** The process that started the kernel; the kernel ends with it. */
  readonly parentPid: number | undefined;
}

/** What this thread tells the main one. */
export type ControlRequest = { readonly kind: "interrupt" | "shutdown" } | { readonly kind: "listening" };

/** So long the main thread may take to answer before the code it runs is cut off. */
const PATIENCE_MS = 400;
const ORPHAN_CHECK_MS = 1000;

/**
 * The control channel and the heartbeat, on a thread of their own: a cell in an endless loop blocks the main thread, and
 * must be interrupted all the same. V8's inspector can end what the main thread runs; nothing else in Node can.
 */
async function serve({ connection, memory, kernelInfo, parentPid }: ControlData): Promise<void> {
  const main = new MainThread(memory);
  const inspector = new Session();
  inspector.connectToMainThread();
  const control = new Router();
  const heartbeat = new Reply();
  await control.bind(addressOf(connection, connection.control_port));
  await heartbeat.bind(addressOf(connection, connection.hb_port));
  tell({ kind: "listening" });
  parentPort?.on("message", () => {
    inspector.disconnect();
    control.close();
    heartbeat.close();
    main.release();
  });
  if (parentPid !== undefined) setInterval(() => endWithParent(parentPid), ORPHAN_CHECK_MS);
  void echo(heartbeat);
  for await (const frames of control) {
    const request = readRequest(frames, connection.key);
    if (request === undefined) continue;
    const content = answer(request, kernelInfo);
    if (content === undefined) continue;
    const type = request.header.msg_type.replace("_request", "_reply");
    await control.send(encode(answerTo(request, type, content), connection.key));
    if (type === "interrupt_reply") void press("interrupt", main, inspector);
    if (type === "shutdown_reply") void press("shutdown", main, inspector);
  }
}

function answer({ header, content }: Message, kernelInfo: Json): Json | undefined {
  switch (header.msg_type) {
    case "kernel_info_request":
      return kernelInfo;
    case "interrupt_request":
      return { status: "ok" };
    case "shutdown_request":
      return { status: "ok", restart: content.restart === true };
    default:
      return undefined;
  }
}

function readRequest(frames: readonly Uint8Array[], key: string): Message | undefined {
  try {
    return decode(frames, key);
  } catch {
    return undefined;
  }
}

/** Asks the main thread; where code keeps it from answering, ends that code. */
async function press(kind: "interrupt" | "shutdown", main: MainThread, inspector: Session): Promise<void> {
  const before = main.acknowledged;
  tell({ kind });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    if (main.acknowledged !== before) return;
    // The compiler is left to finish: cut off in the middle, it would not be usable again.
    if (main.open) inspector.post("Runtime.terminateExecution");
  }
}

async function echo(heartbeat: Reply): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

function endWithParent(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

function tell(request: ControlRequest): void {
  parentPort?.postMessage(request);
}

void serve(workerData as ControlData);
