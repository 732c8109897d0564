import type { Clip } from "../corpora";
import { stratifiedGroupKFold, stratifiedKFold } from "../evaluation";
import { MT19937 } from "../random";
import { labelsOf } from "../studies";
import type { Protocol } from "./protocol";

/** What a model learns from: a clip as it is (variant 0), or changed by a method of the protocol (1, 2, ...). */
export interface Example {
  readonly clip: number;
  readonly variant: number;
}

/** One round of learning and testing, as the protocol deals it. */
export interface DealtFold {
  readonly repeat: number;
  readonly train: readonly Example[];
  /** Clips, each as it is: changed copies are never tested, so that all protocols answer for the same clips. */
  readonly test: readonly number[];
}

/** How often folds are dealt anew where a protocol does not say: one deal alone tells little. */
const REPEATS = 2;
/** A hold-out is measured as a k-fold with tests of that share, so that every clip is tested. */
const MOST_FOLDS = 10;

/**
 * The folds of a protocol. Where copies are made before the split, each copy is dealt into a fold of its own accord and
 * may end up on the other side of the clip that it was made from.
 */
export function dealFolds(protocol: Protocol, clips: readonly Clip[]): DealtFold[] {
  const { split } = protocol;
  const repeats = split.kind === "k-fold" ? Math.max(REPEATS, split.repeats) : REPEATS;
  return Array.from({ length: repeats }, (_, repeat) => dealOnce(protocol, clips, repeat)).flat();
}

/** How many folds a deal has. */
function foldCount({ split }: Protocol): number {
  return split.kind === "k-fold" ? split.folds : Math.max(2, Math.min(MOST_FOLDS, Math.round(1 / split.testShare)));
}

function dealOnce(protocol: Protocol, clips: readonly Clip[], repeat: number): DealtFold[] {
  const nSplits = foldCount(protocol);
  const labels = labelsOf({ clips });
  const options = { nSplits, randomState: protocol.seed + repeat };
  const folds = protocol.split.grouped
    ? stratifiedGroupKFold(
        labels,
        clips.map(({ group }) => group),
        options,
      )
    : stratifiedKFold(labels, options);
  const foldOf = new Int32Array(clips.length);
  folds.forEach(({ test }, fold) => {
    for (const clip of test) foldOf[clip] = fold;
  });
  const random = new MT19937([protocol.seed, repeat, 1]);
  const before = copiesBeforeSplit(protocol, labels, random).map((example) => ({
    example,
    fold: Math.floor(random.random() * nSplits),
  }));
  return folds.map(({ test }, fold) => {
    const originals = clips.flatMap((_, clip) => (foldOf[clip] === fold ? [] : [{ clip, variant: 0 }]));
    const strays = before.filter((copy) => copy.fold !== fold).map(({ example }) => example);
    const after = copiesAfterSplit(protocol, originals, strays, labels, random);
    return { repeat, train: [...originals, ...strays, ...after], test };
  });
}

/** The copies that a protocol makes before it splits: changed ones first, then duplicates of any of them. */
function copiesBeforeSplit({ augmentation, oversampling }: Protocol, labels: readonly number[], random: MT19937) {
  const originals = labels.map((_, clip) => ({ clip, variant: 0 }));
  const changed = augmentation?.when === "before-split" ? changedCopies(originals, augmentation.methods.length) : [];
  const duplicates =
    oversampling?.when === "before-split"
      ? drawDuplicates([...originals, ...changed], labels, oversampling.factor, random)
      : [];
  return [...changed, ...duplicates];
}

/** Changed copies of what is learnt from in its own right, not of doubles that strayed there: those are F1's matter. */
function copiesAfterSplit(
  { augmentation, oversampling }: Protocol,
  originals: readonly Example[],
  strays: readonly Example[],
  labels: readonly number[],
  random: MT19937,
): Example[] {
  const changed = augmentation?.when === "training-only" ? changedCopies(originals, augmentation.methods.length) : [];
  const duplicates =
    oversampling?.when === "training-only"
      ? drawDuplicates([...originals, ...strays, ...changed], labels, oversampling.factor, random)
      : [];
  return [...changed, ...duplicates];
}

function changedCopies(originals: readonly Example[], methods: number): Example[] {
  return originals.flatMap(({ clip }) => Array.from({ length: methods }, (_, i) => ({ clip, variant: i + 1 })));
}

/** Draws with replacement until every class has `factor` times what the largest has. */
function drawDuplicates(
  pool: readonly Example[],
  labels: readonly number[],
  factor: number,
  random: MT19937,
): Example[] {
  const byClass = new Map<number, Example[]>();
  for (const example of pool) {
    const label = labels[example.clip]!;
    byClass.set(label, [...(byClass.get(label) ?? []), example]);
  }
  const wanted = Math.round(factor * Math.max(...[...byClass.values()].map(({ length }) => length)));
  return [...byClass.values()].flatMap((members) =>
    Array.from({ length: wanted - members.length }, () => members[Math.floor(random.random() * members.length)]!),
  );
}
