import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { installKernel } from "../../src/kernel";
import { jupyterDataFolder } from "../../src/kernel/install-kernel";

describe("installKernel", () => {
  it("writes a kernelspec that starts this kernel on this Node", () => {
    const data = mkdtempSync(join(tmpdir(), "quadrant-jupyter-"));
    try {
      const folder = installKernel(data);
      assert.equal(folder, join(data, "kernels", "quadrant"));
      const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
      assert.equal(spec.language, "typescript");
      assert.equal(spec.interrupt_mode, "message");
      const argv: string[] = spec.argv;
      assert.equal(argv[0], process.execPath);
      assert.equal(argv.at(-1), "{connection_file}");
      const kernel = argv.find((part) => part.endsWith("tslab-kernel.js"));
      assert.ok(kernel !== undefined && existsSync(kernel));
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });

  it("follows Jupyter's rules for its data folder", () => {
    assert.equal(jupyterDataFolder({ JUPYTER_DATA_DIR: "/jupyter" }, "linux"), "/jupyter");
    assert.equal(jupyterDataFolder({}, "linux"), join(homedir(), ".local", "share", "jupyter"));
    assert.equal(jupyterDataFolder({ XDG_DATA_HOME: "/xdg" }, "linux"), join("/xdg", "jupyter"));
    assert.equal(jupyterDataFolder({}, "darwin"), join(homedir(), "Library", "Jupyter"));
    assert.equal(jupyterDataFolder({ APPDATA: "/roaming" }, "win32"), join("/roaming", "jupyter"));
  });
});
