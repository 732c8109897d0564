import type { Protocol } from "./protocol";

/** The numbers behind an audit, in shared memory. Row variant * clips + clip is that clip, changed by that method. */
export interface AuditData {
  readonly clips: number;
  /** (variants x clips, columns) */
  readonly columns: { readonly data: Float32Array<SharedArrayBuffer>; readonly shape: [number, number] };
  /** Of each clip. */
  readonly labels: readonly number[];
}

/** One fit of an audit. Rows are those of AuditData; one may come several times. */
export interface AuditTask {
  readonly model: { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
  readonly features: Protocol["features"];
  /** Of the changed copies; row numbers count in their order. */
  readonly methods: readonly string[];
  readonly changeSeed: number;
  readonly scaling: Protocol["scaling"];
  readonly selection: Protocol["selection"];
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Shuffles the labels of what is learnt from: what is left above chance is a leak. */
  readonly permuteLabels: boolean;
  readonly seed: number;
}

export interface AuditResult {
  /** The label named for each row of the test. */
  readonly predicted: readonly number[];
}
