import { join } from "node:path";

/** The compiled kernel. */
export const KERNEL_FILE = join(__dirname, "tslab-kernel.js");

/**
 * What the kernel's Node is started with. Code that is interrupted in an endless loop never returns to Node's book-keeping
 * of callers, and Node must not take that for a fault of its own. The compiler and the modules make much that lives long:
 * in a young generation of the usual size it would be copied again and again.
 */
export const KERNEL_NODE_ARGS: readonly string[] = [
  "--no-force-async-hooks-checks",
  "--min-semi-space-size=32",
  "--max-semi-space-size=64",
];
