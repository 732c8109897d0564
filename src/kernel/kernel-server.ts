import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Publisher, Router } from "zeromq";
import { messageOf } from "../errors";
import type { ControlData, ControlRequest } from "./control-thread";
import type { MainThread } from "./main-thread";
import { addressOf, answerTo, type Connection, decode, encode, type Json, type Message, makeHeader } from "./wire";

/** A cell to run, as a client asks for it. */
export interface ExecuteRequest {
  readonly code: string;
  /** Whether a failure cancels what is queued behind. */
  readonly stopOnError: boolean;
  readonly cellId: string | undefined;
  readonly publish: (type: string, content: Json) => void;
}

/** What the server asks of the kernel. */
export interface Kernel {
  readonly info: Json;
  /** Content and metadata of the reply. */
  execute(request: ExecuteRequest): Promise<{ content: Json; metadata: Json }>;
  /** Content of the reply to a question about code; undefined for a request that the kernel does not know. */
  ask(type: string, content: Json): Json | undefined;
  interrupt(): void;
  shutdown(): void;
}

/** A failed cell cancels the cells that arrive this soon after: a client that runs a whole notebook has sent them. */
const CANCEL_WINDOW_MS = 100;
const FLUSH_MS = 50;
const RELEASE_MS = 1000;

/** The kernel's end of the Jupyter wire protocol. Requests are answered one after the other. */
export class KernelServer {
  // An output must go out in the very turn that it was made in, however many there are; ZeroMQ's limits and waiting
  // (512 sends a turn, 1,000 messages a peer) would lose it.
  private readonly iopub = new Publisher({ sendHighWaterMark: 0, sendTimeout: 0 });
  private readonly shell = new Router({ sendHighWaterMark: 0, sendTimeout: 0 });
  private readonly stdin = new Router();
  private readonly queue: { request: Message; received: number }[] = [];
  private wake: () => void = () => undefined;
  private cancelBefore = 0;
  private control: Worker | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly kernel: Kernel,
    private readonly main: MainThread,
  ) {}

  async listen(): Promise<void> {
    const { connection } = this;
    await this.iopub.bind(addressOf(connection, connection.iopub_port));
    await this.stdin.bind(addressOf(connection, connection.stdin_port));
    await this.listenForControl();
    await this.shell.bind(addressOf(connection, connection.shell_port));
    this.publish(undefined, "status", { execution_state: "starting" });
    void this.receive();
    void this.answerAll();
  }

  /** Waits until what was sent last has left. */
  async flush(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
  }

  /** Call when the process exits: an attached inspector would hold it up, an open socket crash it. */
  close(): void {
    this.control?.postMessage("release");
    this.main.awaitRelease(RELEASE_MS);
    this.iopub.close();
    this.shell.close();
    this.stdin.close();
  }

  private async listenForControl(): Promise<void> {
    const parent = Number(process.env.JPY_PARENT_PID ?? "");
    const workerData: ControlData = {
      connection: this.connection,
      memory: this.main.memory,
      kernelInfo: this.kernel.info,
      parentPid: parent > 1 ? parent : undefined,
    };
    // The kernel's own Node flags may not be allowed for threads.
    const control = new Worker(join(__dirname, "control-thread.js"), { workerData, execArgv: [] });
    this.control = control;
    await new Promise<void>((resolve, reject) => {
      control.once("error", reject);
      control.on("message", ({ kind }: ControlRequest) => {
        if (kind === "listening") return resolve();
        this.main.acknowledge();
        if (kind === "interrupt") this.kernel.interrupt();
        else this.kernel.shutdown();
      });
    });
  }

  private async receive(): Promise<void> {
    for await (const frames of this.shell) {
      try {
        this.queue.push({ request: decode(frames, this.connection.key), received: performance.now() });
        this.wake();
      } catch (error) {
        console.error(`quadrant kernel: ${messageOf(error)}`);
      }
    }
  }

  private async answerAll(): Promise<never> {
    for (;;) {
      const next = this.queue.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      const { request, received } = next;
      this.publish(request, "status", { execution_state: "busy" });
      try {
        if (request.header.msg_type === "execute_request") await this.execute(request, received);
        else this.answer(request);
      } catch (error) {
        console.error(`quadrant kernel: ${request.header.msg_type}: ${messageOf(error)}`);
        this.reply(request, { status: "error", ename: "KernelError", evalue: messageOf(error), traceback: [] });
      }
      this.publish(request, "status", { execution_state: "idle" });
    }
  }

  private async execute(request: Message, received: number): Promise<void> {
    if (received < this.cancelBefore) return this.reply(request, { status: "aborted" });
    const { code, stop_on_error: stop } = request.content;
    const cellId = request.metadata.cellId;
    const stopOnError = stop !== false;
    const { content, metadata } = await this.kernel.execute({
      code: typeof code === "string" ? code : "",
      stopOnError,
      cellId: typeof cellId === "string" ? cellId : undefined,
      publish: (type, published) => this.publish(request, type, published),
    });
    if (content.status === "error" && stopOnError) this.cancelBefore = performance.now() + CANCEL_WINDOW_MS;
    this.reply(request, content, metadata);
  }

  private answer(request: Message): void {
    const type = request.header.msg_type;
    const content = type === "kernel_info_request" ? this.kernel.info : this.kernel.ask(type, request.content);
    if (content !== undefined) this.reply(request, content);
    if (type === "shutdown_request") this.kernel.shutdown();
  }

  private reply(request: Message, content: Json, metadata: Json = {}): void {
    const type = request.header.msg_type.replace("_request", "_reply");
    void this.shell.send(encode(answerTo(request, type, content, metadata), this.connection.key));
  }

  private publish(request: Message | undefined, type: string, content: Json): void {
    const message: Message =
      request === undefined
        ? { identities: [], header: makeHeader(type, "quadrant-kernel"), parent: {}, metadata: {}, content }
        : answerTo(request, type, content);
    // Subscribers filter by the first frame; Jupyter's take all.
    const frames = encode({ ...message, identities: [Buffer.from(type)] }, this.connection.key);
    void this.iopub.send(frames);
  }
}
