import { join } from "node:path";

/** The compiled kernel. */
export const KERNEL_FILE = join(__dirname, "tslab-kernel.js");

/**
 * What the kernel's Node is started with. Code that is interrupted in an endless loop never returns to Node's book-keeping
 * of callers, and Node must not take that for a fault of its own.
 */
export const KERNEL_NODE_ARGS: readonly string[] = ["--no-force-async-hooks-checks"];
