import type { ExecutedNotebook } from "./executed-notebook";

/** A notebook that was run, or run until a cell failed. */
export interface ReportNotebook {
  /** Where it came from: "notebooks/01-corpora.ipynb". The page is named after it. */
  readonly path: string;
  readonly notebook: ExecutedNotebook;
  /** Seconds a cell took, by its index in `notebook.cells`; null for prose and for cells that did not run. */
  readonly cellSeconds: readonly (number | null)[];
  /** The cell that stopped the run, by its index in `notebook.cells`. Code cells after it are marked as not run. */
  readonly failure?: NotebookFailure | undefined;
  /** One line for the index; the first sentence of the notebook's own introduction if left out. */
  readonly purpose?: string | undefined;
}

/** Where and why a notebook stopped. */
export interface NotebookFailure {
  readonly cell: number;
  /** The error in one line: "TypeError: x is undefined". */
  readonly message: string;
}

/** A number that the reader should see first. */
export interface HeadlineResult {
  /** What was measured: "Accuracy, logistic regression". */
  readonly label: string;
  /** As it is to be read: "58 %". */
  readonly value: string;
  /** Its uncertainty: "53 to 63 %". */
  readonly interval?: string | undefined;
  /** Path or name of the notebook that shows it. */
  readonly notebook?: string | undefined;
  /** Id on that notebook's page: a heading ("grouped-split"), "cell-4" or "figure-2". */
  readonly anchor?: string | undefined;
}

/** A claim of the study and what became of it. */
export interface ReportClaim {
  readonly sentence: string;
  /** The number that the study printed. */
  readonly published: string;
  /** What was measured, in words. */
  readonly measured: string;
  /** Numbers as they are to be read; undefined where they were not measured. */
  readonly asPublished?: string | undefined;
  readonly leakFree?: string | undefined;
  readonly verdict: string;
  readonly notebook: string;
  readonly anchor: string;
}

/** How the numbers were made. */
export interface ReportProtocol {
  /** Markdown, a sentence or two each. */
  readonly rules: readonly string[];
  /** The heading of a notebook under which the model information sheet stands. */
  readonly sheet?: Pick<HeadlineResult, "notebook" | "anchor"> | undefined;
}

/** Something to be cited. */
export interface Citation {
  readonly of: string;
  /** BibTeX. */
  readonly text: string;
}

/** Everything needed to get the same numbers again. */
export interface Provenance {
  /** The commit, or "unknown" outside a git clone. */
  readonly commit: string;
  /** Whether files differed from that commit. */
  readonly dirty?: boolean | undefined;
  /** When the run began, ISO 8601. */
  readonly startedAt: string;
  readonly seed: number;
  readonly corpus: {
    readonly name: string;
    /** SHA-256 of its manifest. */
    readonly hash: string;
    readonly clips: number;
    /** Composed by the project rather than recorded: the index says so in a badge. */
    readonly synthetic: boolean;
    /** What the corpus is, in a sentence or two. */
    readonly description?: string | undefined;
    /** Further facts, in order: {Composers: "40"}. */
    readonly facts?: Readonly<Record<string, string>> | undefined;
  };
  /** Name to version, in order: {node: "24.21.0", tslab: "1.0.22"}. */
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB?: number | undefined;
    readonly system?: string | undefined;
  };
  /** The command that makes this report again. */
  readonly command: string;
}

/** What `renderReport` is given. */
export interface ReportInput {
  readonly title: string;
  /** What the reader is looking at, in a sentence or two of markdown. */
  readonly introduction: string;
  readonly notebooks: readonly ReportNotebook[];
  /** What the index begins with. */
  readonly claims?: readonly ReportClaim[] | undefined;
  readonly results: readonly HeadlineResult[];
  readonly protocol?: ReportProtocol | undefined;
  readonly citations?: readonly Citation[] | undefined;
  /** Seconds of each stage of the run, in order. */
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  /** Of the whole run by the clock; stages may have run beside each other. Without it, the sum of the stages. */
  readonly seconds?: number | undefined;
  readonly provenance: Provenance;
  /** The folder the report is written to; made if need be. */
  readonly outDir: string;
  /** Where static pictures are kept between runs, by content. Without it each run draws them again. */
  readonly cacheDir?: string | undefined;
  /** False leaves the static pictures out and starts no browser. Default true. */
  readonly staticPictures?: boolean | undefined;
}

/** What `renderReport` did. */
export interface ReportSummary {
  /** The file to open. */
  readonly index: string;
  readonly pages: readonly string[];
  readonly figures: number;
  /** How many static pictures were drawn now, not taken from the cache. */
  readonly drawn: number;
  /** What is less than it should be: a figure without alternative text, no browser for the pictures. */
  readonly warnings: readonly string[];
}
