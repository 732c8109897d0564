import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { KernelClient, type Reply } from "../../src/kernel/kernel-client";
import type { Json } from "../../src/kernel/wire";

interface Execution {
  readonly reply: Reply;
  readonly messages: readonly { type: string; content: Json }[];
}

/** How long an interrupt may take until the cell has failed. */
const INTERRUPT_MS = 3000;

describe("the kernel mends tslab's gaps", () => {
  let kernel: KernelClient;

  before(async () => {
    kernel = await KernelClient.start();
  });
  after(() => kernel.shutdown());

  async function execute(code: string, stopOnError = false): Promise<Execution> {
    const messages: { type: string; content: Json }[] = [];
    const onOutput = (type: string, content: Json): void => void messages.push({ type, content });
    const reply = await kernel.execute(code, { onOutput, stopOnError, timeoutMs: 60_000 });
    return { reply, messages };
  }

  function printed({ messages }: Execution): string {
    return messages.flatMap(({ type, content }) => (type === "stream" ? [String(content.text)] : [])).join("");
  }

  function assertFailed({ reply, messages }: Execution, ename: string, evalue: RegExp): void {
    assert.equal(reply.content.status, "error");
    assert.equal(reply.content.ename, ename);
    assert.match(String(reply.content.evalue), evalue);
    assert.ok(Array.isArray(reply.content.traceback) && reply.content.traceback.length > 0);
    const errors = messages.filter(({ type }) => type === "error");
    assert.deepEqual(
      errors.map(({ content }) => content.ename),
      [ename],
    );
  }

  it("counts executions and announces each", async () => {
    const first = await execute("1");
    const second = await execute("2");
    const count = Number(first.reply.content.execution_count);
    assert.ok(count >= 1);
    assert.equal(second.reply.content.execution_count, count + 1);
    assert.deepEqual(second.messages[0], { type: "execute_input", content: { code: "2", execution_count: count + 1 } });
  });

  it("reports a thrown error as an error", async () => {
    assertFailed(await execute('throw new RangeError("out of reach")'), "RangeError", /^out of reach$/);
  });

  it("reports what caused an error", async () => {
    const { reply } = await execute('throw new Error("outer", { cause: new TypeError("inner") })');
    assert.ok(String(reply.content.traceback).includes("TypeError: inner"));
  });

  it("reports a thrown value that is no error", async () => {
    assertFailed(await execute("throw { code: 7 }"), "UncaughtValue", /code: 7/);
  });

  it("reports a type error with its place", async () => {
    assertFailed(await execute("const n: number = 1;\nn.length;"), "TypeScriptError", /^2:3 - Property 'length'/);
  });

  it("fails a cell that awaits a rejected promise", async () => {
    assertFailed(await execute('await Promise.reject(new Error("awaited"))'), "Error", /^awaited$/);
  });

  it("fails a cell that leaves a rejected promise behind", async () => {
    assertFailed(await execute('void Promise.reject(new Error("left behind")); 1'), "Error", /^left behind$/);
    assertFailed(
      await execute('const later = async () => { throw new Error("loose") }; later(); 1'),
      "Error",
      /^loose$/,
    );
  });

  it("fails a cell that leaves a promise behind that rejects with a bare value", async () => {
    assertFailed(await execute('void Promise.reject("just text"); 1'), "UncaughtValue", /^'just text'$/);
  });

  it("fails a waiting cell when one of its timers throws", async () => {
    const code = 'setTimeout(() => { throw new Error("in a timer") }, 5);\nawait new Promise(() => undefined)';
    assertFailed(await execute(code), "Error", /^in a timer$/);
  });

  it("shows a late failure in the cell that it came from", async () => {
    const early = await execute('setTimeout(() => { throw new Error("late") }, 200); "early"');
    assert.equal(early.reply.content.status, "ok");
    const later = await execute("await new Promise((resolve) => setTimeout(resolve, 500)); 1");
    assert.equal(later.reply.content.status, "ok");
    assert.deepEqual(
      early.messages.filter(({ type }) => type === "error").map(({ content }) => content.evalue),
      ["late"],
    );
  });

  it("shows late text in the cell that printed it", async () => {
    const early = await execute('const timer = setTimeout(() => console.log("from the first"), 150);');
    const later = await execute('await new Promise((resolve) => setTimeout(resolve, 400)); console.log("second")');
    assert.equal(printed(early), "from the first\n");
    assert.equal(printed(later), "second\n");
  });

  for (const lines of [5_000, 20_000]) {
    it(`delivers ${lines} lines that one turn prints`, async () => {
      const run = await execute(`for (let i = 0; i < ${lines}; i++) console.log("line", i)`);
      assert.equal(run.reply.content.status, "ok");
      const expected = Array.from({ length: lines }, (_, i) => `line ${i}\n`).join("");
      assert.ok(printed(run) === expected, "every line, in order");
    });
  }

  it("delivers 2,000 displays that one turn shows", async () => {
    const run = await execute(
      'import { display } from "tslab";\nfor (let i = 0; i < 2000; i++) display.text(String(i));',
    );
    const shown = run.messages.flatMap(({ type, content }) =>
      type === "display_data" ? [(content.data as Json)["text/plain"]] : [],
    );
    assert.deepEqual(
      shown,
      Array.from({ length: 2000 }, (_, i) => String(i)),
    );
  });

  it("shows text while the cell still runs", async () => {
    const arrived: number[] = [];
    const onOutput = (type: string): void => void (type === "stream" && arrived.push(performance.now()));
    await kernel.execute('console.log("now"); for (const end = Date.now() + 600; Date.now() < end; ) {}', { onOutput });
    assert.ok(performance.now() - arrived[0]! > 400, "the text came long before the end");
  });

  const endless = {
    "an endless loop": "for (;;) {}",
    "an endless loop after an await": "await new Promise((resolve) => setTimeout(resolve, 10)); for (;;) {}",
    "an endless loop in a timer": "setTimeout(() => { for (;;) {} }, 0); await new Promise(() => undefined)",
    "a wait without end": "await new Promise(() => undefined)",
  };
  for (const [name, code] of Object.entries(endless)) {
    it(`interrupts ${name}, and keeps its state`, async () => {
      await execute("let kept = 41;");
      const running = execute(code);
      await new Promise((resolve) => setTimeout(resolve, 700));
      const asked = performance.now();
      await kernel.interrupt();
      assertFailed(await running, "KeyboardInterrupt", /interrupted/);
      assert.ok(performance.now() - asked < INTERRUPT_MS);
      const alive = await execute("await new Promise((resolve) => setTimeout(resolve, 20)); kept + 1");
      assert.equal(printed(alive), "42\n");
    });
  }

  it("tells long jobs that their cell was interrupted", async () => {
    await execute('import { cellSignal } from "quadrant/kernel"; let told = false;');
    const running = execute(
      'cellSignal().addEventListener("abort", () => { told = true }); await new Promise(() => 0)',
    );
    await new Promise((resolve) => setTimeout(resolve, 700));
    await kernel.interrupt();
    await running;
    assert.equal(printed(await execute("told")), "true\n");
  });

  it("cancels what is queued behind a failure", async () => {
    const results = await Promise.all([
      execute('throw new Error("first")', true),
      execute("1", true),
      execute("2", true),
    ]);
    assert.deepEqual(
      results.map(({ reply }) => reply.content.status),
      ["error", "aborted", "aborted"],
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal((await execute("3", true)).reply.content.status, "ok");
  });

  it("goes on after a failure where the client says so", async () => {
    const results = await Promise.all([execute('throw new Error("first")'), execute("1"), execute("2")]);
    assert.deepEqual(
      results.map(({ reply }) => reply.content.status),
      ["error", "ok", "ok"],
    );
  });

  it("answers questions about code, and survives bad ones", async () => {
    await execute("const melody = [60, 64, 67];");
    const complete = await kernel.request("complete_request", { code: "melo", cursor_pos: 4 });
    assert.deepEqual(complete.content.matches, ["melody"]);
    const comms = await kernel.request("comm_info_request", {});
    assert.deepEqual(comms.content, { status: "ok", comms: {} });
    const bad = await kernel.request("inspect_request", { code: 7 });
    assert.equal(bad.content.status, "error");
  });

  it("says that it runs in a kernel, in the project's folder", async () => {
    const run = await execute("console.log(process.env.QUADRANT_KERNEL, process.cwd(), process.version)");
    assert.equal(printed(run), `1 ${process.cwd()} ${process.version}\n`);
  });
});
