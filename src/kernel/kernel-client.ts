import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Subscriber } from "zeromq";
import { QuadrantError } from "../errors";
import { addressOf, type Connection, decode, encode, type Json, type Message, makeHeader } from "./wire";

export interface KernelOptions {
  /** The folder that cells run in. */
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Flags for the kernel's Node. */
  readonly nodeArgs?: readonly string[] | undefined;
  /** Whether the client will ask for documentation; true by default. Without it the kernel starts earlier. */
  readonly docs?: boolean | undefined;
}

interface RequestOptions {
  readonly channel?: "shell" | "control";
  /** Every message about this request, also those that come after the reply. */
  readonly onOutput?: (type: string, content: Json) => void;
  /** How long to wait, in milliseconds; without it, for ever. */
  readonly timeoutMs?: number | undefined;
}

/** The answer to a request. */
export interface Reply {
  readonly content: Json;
  readonly metadata: Json;
}

/** A request was not answered in time. The kernel may still be at it. */
class RequestTimeout extends QuadrantError {}

/** The kernel's process has ended. */
export class KernelDied extends QuadrantError {}

interface Waiting {
  onReply(message: Message): void;
  onPublished(message: Message): void;
}

import { KERNEL_FILE, KERNEL_NODE_ARGS } from "./kernel-command";

const START_MS = 60_000;
const PROBE_MS = 500;
const KEPT_LOG_CHARACTERS = 4000;

/** A kernel that this process started, and the client's end of the Jupyter wire protocol. */
export class KernelClient {
  /** Settles when the kernel's process has ended. */
  readonly exited: Promise<void>;
  private log = "";
  private death: string | undefined;
  private readonly session = randomUUID();
  private readonly waiting = new Map<string, Waiting>();
  private readonly sockets: { shell: Dealer; control: Dealer; iopub: Subscriber };

  private constructor(
    private readonly process: ChildProcess,
    private readonly connection: Connection,
    private readonly folder: string,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.log = (this.log + chunk.toString("utf8")).slice(-KEPT_LOG_CHARACTERS);
      });
    }
    this.exited = new Promise((resolve) => {
      process.once("close", (code, signal) => {
        this.death = signal === null ? `exit code ${code}` : `signal ${signal}`;
        resolve();
      });
    });
    const routingId = this.session;
    this.sockets = {
      shell: new Dealer({ routingId, linger: 0 }),
      control: new Dealer({ routingId, linger: 0 }),
      iopub: new Subscriber({ linger: 0, receiveHighWaterMark: 0 }),
    };
    this.connect();
  }

  /**
   * Starts a kernel on this process's Node and waits until it answers.
   *
   * @throws QuadrantError "kernel" when it does not start; says what it printed.
   */
  static async start(options: KernelOptions = {}): Promise<KernelClient> {
    if (!existsSync(KERNEL_FILE))
      throw new QuadrantError("kernel", `${KERNEL_FILE} is missing`, { remedy: "Run npm run build." });
    const connection = await makeConnection();
    const folder = mkdtempSync(join(tmpdir(), "quadrant-kernel-"));
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const cwd = options.cwd === undefined ? [] : ["--cwd", options.cwd];
    const args = [
      ...KERNEL_NODE_ARGS,
      ...(options.nodeArgs ?? []),
      KERNEL_FILE,
      "kernel",
      "--config-path",
      file,
      ...cwd,
      ...(options.docs === false ? ["--without-docs"] : []),
    ];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...options.env, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const kernel = new KernelClient(child, connection, folder);
    try {
      await kernel.awaitAnswer();
      return kernel;
    } catch (error) {
      await kernel.shutdown(0);
      throw error;
    }
  }

  /** What the kernel says about itself. */
  async info(): Promise<Json> {
    return (await this.request("kernel_info_request", {})).content;
  }

  /** Runs code; resolves once the reply and the end of the outputs have come. */
  execute(code: string, options: RequestOptions & { stopOnError?: boolean; metadata?: Json } = {}): Promise<Reply> {
    const stop_on_error = options.stopOnError ?? true;
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error,
    };
    return this.request("execute_request", content, options, options.metadata);
  }

  /** Interrupts the running cell; works in an endless loop too. */
  async interrupt(): Promise<void> {
    await this.request("interrupt_request", {}, { channel: "control" });
  }

  /** Ends the kernel: politely, after `graceMs` by force. Waits until the process is gone. */
  async shutdown(graceMs = 3000): Promise<void> {
    if (this.death === undefined && graceMs > 0) {
      this.request("shutdown_request", { restart: false }, { channel: "control" }).catch(() => undefined);
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([this.exited, grace]);
      clearTimeout(timer);
    }
    if (this.death === undefined) this.process.kill("SIGKILL");
    await this.exited;
    for (const socket of Object.values(this.sockets)) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Sends a request and waits for its reply; on the shell channel also for the end of its outputs. */
  async request(type: string, content: Json, options: RequestOptions = {}, metadata: Json = {}): Promise<Reply> {
    const channel = options.channel ?? "shell";
    const header = makeHeader(type, this.session);
    const answer = new Promise<Reply>((resolve, reject) => {
      let reply: Message | undefined;
      // The control channel publishes nothing.
      let idle = channel === "control";
      const settle = (): void => {
        if (reply !== undefined && idle) resolve(reply);
      };
      this.waiting.set(header.msg_id, {
        onReply: (message) => {
          reply = message;
          settle();
        },
        onPublished: ({ header: { msg_type }, content: published }) => {
          if (msg_type !== "status") return options.onOutput?.(msg_type, published);
          if (published.execution_state === "idle") idle = true;
          settle();
        },
      });
      void this.exited.then(() => reject(this.deathNotice()));
      if (options.timeoutMs !== undefined) {
        const late = new RequestTimeout("kernel", `no answer to ${type} within ${options.timeoutMs} ms`);
        setTimeout(() => reject(late), options.timeoutMs).unref();
      }
    });
    const frames = encode({ identities: [], header, parent: {}, metadata, content }, this.connection.key);
    const [reply] = await Promise.all([answer, this.sockets[channel].send(frames)]);
    // Kept where outputs are wanted: a timer of the cell may print when the cell has long ended.
    if (options.onOutput === undefined) this.waiting.delete(header.msg_id);
    return reply;
  }

  private connect(): void {
    const { shell, control, iopub } = this.sockets;
    iopub.subscribe();
    shell.connect(addressOf(this.connection, this.connection.shell_port));
    control.connect(addressOf(this.connection, this.connection.control_port));
    iopub.connect(addressOf(this.connection, this.connection.iopub_port));
    void this.pump(shell, "onReply");
    void this.pump(control, "onReply");
    void this.pump(iopub, "onPublished");
  }

  private async pump(socket: Dealer | Subscriber, kind: keyof Waiting): Promise<void> {
    for await (const frames of socket) {
      const message = decode(frames, this.connection.key);
      const id = "msg_id" in message.parent ? message.parent.msg_id : "";
      this.waiting.get(id)?.[kind](message);
    }
  }

  /** Whether the kernel publishes to us is only known once something arrived: asks until it did. */
  private async awaitAnswer(): Promise<void> {
    const deadline = performance.now() + START_MS;
    for (;;) {
      try {
        await this.request("kernel_info_request", {}, { timeoutMs: PROBE_MS });
        return;
      } catch (error) {
        if (!(error instanceof RequestTimeout) || performance.now() > deadline) throw error;
      }
    }
  }

  private deathNotice(): KernelDied {
    const said = this.log.trim();
    return new KernelDied("kernel", `the kernel died (${this.death})${said === "" ? "" : `; it last wrote: ${said}`}`);
  }
}

async function makeConnection(): Promise<Connection> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell_port!,
    iopub_port: iopub_port!,
    stdin_port: stdin_port!,
    control_port: control_port!,
    hb_port: hb_port!,
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
  };
}

async function freePorts(count: number): Promise<number[]> {
  const open = (): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer().once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(server));
    });
  // All open at once, so that no port comes twice.
  const servers = await Promise.all(Array.from({ length: count }, open));
  return Promise.all(
    servers.map((server) => {
      const address = server.address();
      const port = address !== null && typeof address === "object" ? address.port : 0;
      return new Promise<number>((resolve) => server.close(() => resolve(port)));
    }),
  );
}
