import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname } from "node:path";

/** The day, and the processor with how busy it is. */
export function machineNow(): { readonly date: string; readonly machine: string } {
  const machine = `${cpus()[0]?.model.trim()}, load ${loadavg()[0]!.toFixed(1)}`;
  return { date: new Date().toISOString().slice(0, 10), machine };
}

/** @param decimals what is finer is noise: of milliseconds, microseconds */
export function writeRecord(path: string, record: object, decimals = 3): void {
  const rounded = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toFixed(decimals)) : value);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(record, rounded, 2)}\n`);
}
