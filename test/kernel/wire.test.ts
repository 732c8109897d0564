import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it } from "node:test";
import { QuadrantError } from "../../src/errors";
import { answerTo, decode, encode, type Message, makeHeader } from "../../src/kernel/wire";

const message: Message = {
  identities: [Buffer.from("client")],
  header: makeHeader("execute_request", "session-1"),
  parent: {},
  metadata: { cellId: "c" },
  content: { code: 'console.log("<IDS|MSG>")' },
};

function framesOf(key: string): Buffer[] {
  return encode(message, key).map((frame) => Buffer.from(frame));
}

describe("the wire protocol", () => {
  it("signs header, parent, metadata and content with HMAC-SHA256", () => {
    const frames = framesOf("secret");
    const hmac = createHmac("sha256", "secret");
    for (const frame of frames.slice(3)) hmac.update(frame);
    assert.equal(frames[1]?.toString(), "<IDS|MSG>");
    assert.equal(frames[2]?.toString(), hmac.digest("hex"));
    assert.equal(frames.length, 7);
  });

  it("reads what it wrote, with and without a key", () => {
    for (const key of ["secret", ""]) assert.deepEqual(decode(framesOf(key), key), message);
  });

  it("refuses a message that was changed, or signed with another key, or is none", () => {
    const changed = framesOf("secret");
    changed[6] = Buffer.from('{"code":"1"}');
    for (const frames of [changed, framesOf("other"), [Buffer.from("x")], []]) {
      assert.throws(
        () => decode(frames, "secret"),
        (error) => error instanceof QuadrantError && error.tag === "kernel",
      );
    }
  });

  it("answers to whoever asked", () => {
    const answer = answerTo(message, "execute_reply", { status: "ok" });
    assert.deepEqual(answer.identities, message.identities);
    assert.deepEqual(answer.parent, message.header);
    assert.notEqual(answer.header.msg_id, message.header.msg_id);
    assert.equal(answer.header.session, "session-1");
  });
});
