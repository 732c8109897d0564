import { quantileSorted } from "simple-statistics";
import { correctedResampledT, groupBootstrap, type Interval } from "../evaluation";
import { featureRowNames, STATISTIC_NAMES } from "../features";
import { MT19937 } from "../random";
import { groupsOf, kept, type Run } from "../studies";
import { dealFolds } from "./examples";
import { findDuplicates } from "./find-duplicates";
import type { AuditContext, Detection, Flaw } from "./flaw";
import { FLAWS } from "./flaws";
import type { Protocol } from "./protocol";
import type { ProtocolOutcome } from "./protocol-outcome";
import { runNetworkProtocol } from "./run-network-protocol";
import { runProtocol } from "./run-protocol";

/** What a flaw adds to the accuracy: with it minus without it. */
export interface Worth {
  readonly difference: Interval;
  /** How the interval came about. */
  readonly method:
    | "corrected resampled t over the same folds"
    | "bootstrap over groups, the same clips tested"
    | "luck of the draw: 1,000 such tests of the same predictions"
    | "luck of the draw: 1,000 such pairs of tests of the same predictions";
  /** What the interval was drawn from. */
  readonly behind: FoldScores | Draws;
}

/** Accuracy of each fold; where the repair deals the clips anew, fold i of one is not fold i of the other. */
export interface FoldScores {
  readonly kind: "folds";
  readonly with: readonly number[];
  readonly without: readonly number[];
  readonly paired: boolean;
}

/** How far off luck put the accuracy, each time it was drawn; ascending. */
export interface Draws {
  readonly kind: "draws";
  readonly values: readonly number[];
}

export interface AuditedFlaw {
  readonly id: string;
  readonly title: string;
  readonly detection: Detection;
  /** Undefined where the flaw is not there, or cannot be measured. Network habits are measured with a network. */
  readonly worth?: Worth;
}

export interface Audit {
  readonly protocol: Protocol;
  /** The worst first: present and measured by the size of their worth, then present, then the others. */
  readonly flaws: readonly AuditedFlaw[];
  /** Accuracy of the protocol as it stands, every clip tested. */
  readonly accuracy: Interval;
  /** Accuracy with everything repaired that can be. */
  readonly repaired: Interval;
  /** Accuracy with everything repaired and the labels of training clips shuffled: chance, if nothing leaks. */
  readonly permuted: Interval;
  /** True where no flaw is present. */
  readonly clean: boolean;
}

/**
 * Looks for every known flaw in a protocol, names the clips concerned, and measures what each is worth: the protocol with
 * it against the protocol without it, all else as it was.
 */
export const audit: (run: Run, protocol: Protocol) => Promise<Audit> = kept("audit", conduct);

async function conduct(run: Run, protocol: Protocol): Promise<Audit> {
  const context = await contextOf(run, protocol);
  const asIs = await runProtocol(run, protocol, { label: protocol.name });
  const flaws: AuditedFlaw[] = [];
  for (const flaw of FLAWS) {
    const detection = flaw.detect(context);
    const { id, title } = flaw;
    const worth = detection.state === "present" ? await worthOf(run, protocol, flaw) : undefined;
    flaws.push(worth === undefined ? { id, title, detection } : { id, title, detection, worth });
  }
  const repairs = FLAWS.filter((flaw) => flaw.repair !== undefined && flaw.detect(context).state === "present");
  const mended = repairs.reduce((changed, flaw) => flaw.repair!(changed), protocol);
  const honest = await runProtocol(run, mended, { label: "all repaired" });
  const chance = await runProtocol(run, mended, { label: "shuffled labels", permuteLabels: true });
  return {
    protocol,
    flaws: flaws.sort(byWorth),
    accuracy: accuracyOf(run, asIs),
    repaired: accuracyOf(run, honest),
    permuted: accuracyOf(run, chance),
    clean: flaws.every(({ detection }) => detection.state !== "present"),
  };
}

async function contextOf(run: Run, protocol: Protocol): Promise<AuditContext> {
  const { clips } = run.corpus;
  const rows = featureRowNames().length;
  const frames = await run.longestClip();
  return {
    protocol,
    clips,
    folds: dealFolds(protocol, clips),
    duplicates: await findDuplicates(run.corpus),
    // What the study flattens: every row of every frame that a clip is padded to.
    columns:
      protocol.features === "statistics" ? rows * STATISTIC_NAMES.length : rows * (protocol.paddedFrames ?? frames),
    frames,
  };
}

/** With the flaw minus without it, on the same clips. */
async function worthOf(run: Run, protocol: Protocol, flaw: Flaw): Promise<Worth | undefined> {
  const measure = (changed: Protocol, label: string) =>
    flaw.measuredWith === "network"
      ? runNetworkProtocol(run, changed, `${label}, network`)
      : runProtocol(run, changed, { label });
  // What was computed before is read from its files.
  const asIs = await measure(protocol, protocol.name);
  if (asIs === undefined) return undefined;
  if (flaw.luckOf !== undefined) return luckOf(asIs, flaw.luckOf(protocol), protocol.seed);
  if (flaw.repair === undefined) return undefined;
  const without = (await measure(flaw.repair(protocol), `without ${flaw.title}`))!;
  const behind: FoldScores = {
    kind: "folds",
    with: asIs.folds,
    without: without.folds,
    paired: flaw.dealsAnew !== true,
  };
  if (!behind.paired) {
    const gains = asIs.right.map((right, clip) => right - without.right[clip]!);
    return {
      difference: groupBootstrap(groupsOf(run.corpus), meanOf(gains)),
      method: "bootstrap over groups, the same clips tested",
      behind,
    };
  }
  const differences = asIs.folds.map((score, fold) => score - without.folds[fold]!);
  // Copies add rows but nothing new: folds overlap in clips, so clips are what is counted.
  const clips = run.corpus.clips.length;
  const { test } = asIs.sizes;
  return {
    difference: correctedResampledT(differences, { train: clips - test, test }).interval,
    method: "corrected resampled t over the same folds",
    behind,
  };
}

/**
 * How far the score of one small test lies from that of all clips, or how far apart two such tests put two models that
 * are equally good: nothing on average, much in the single case.
 */
function luckOf({ right }: ProtocolOutcome, shares: readonly number[], seed: number): Worth {
  const random = new MT19937([seed, 3]);
  const all = right.map((_, clip) => clip);
  const truth = meanOf(right)(all);
  const scoreOf = (share: number): number => {
    random.shuffle(all);
    return meanOf(right)(all.slice(0, Math.max(1, Math.round(share * right.length))));
  };
  const [one, other] = shares as [number, number?];
  const off = Array.from({ length: 1000 }, () => scoreOf(one) - (other === undefined ? truth : scoreOf(other)));
  off.sort((a, b) => a - b);
  return {
    difference: {
      estimate: 0,
      low: quantileSorted(off, 0.025),
      high: quantileSorted(off, 0.975),
      level: 0.95,
    },
    method:
      other === undefined
        ? "luck of the draw: 1,000 such tests of the same predictions"
        : "luck of the draw: 1,000 such pairs of tests of the same predictions",
    behind: { kind: "draws", values: off },
  };
}

function accuracyOf(run: Run, { right }: ProtocolOutcome): Interval {
  return groupBootstrap(groupsOf(run.corpus), meanOf(right));
}

function meanOf(values: readonly number[]): (items: readonly number[]) => number {
  return (items) => items.reduce((sum, item) => sum + values[item]!, 0) / items.length;
}

function byWorth(a: AuditedFlaw, b: AuditedFlaw): number {
  const rank = ({ detection, worth }: AuditedFlaw) =>
    worth !== undefined ? 1 + Math.abs(worth.difference.estimate) : detection.state === "present" ? 0.5 : 0;
  return rank(b) - rank(a);
}
