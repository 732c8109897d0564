import type { Flaw } from "../flaw";
import { augmentedSiblings } from "./augmented-siblings";
import { duplicatedClips } from "./duplicated-clips";
import { firstTagLabels } from "./first-tag-labels";
import { nearDuplicateAudio } from "./near-duplicates";
import { lastEpoch, lastFramePadding, randomInitialState } from "./network-habits";
import { scalarScaling } from "./scalar-scaling";
import { scalerOnAll } from "./scaler-on-all";
import { selectionOutside } from "./selection-outside";
import { sharedGroups } from "./shared-groups";
import { smallSplit } from "./small-split";
import { unequalTests } from "./unequal-tests";
import { width } from "./width";

/** Every flaw that an audit looks for. */
export const FLAWS: readonly Flaw[] = [
  duplicatedClips,
  augmentedSiblings,
  firstTagLabels,
  sharedGroups,
  nearDuplicateAudio,
  scalarScaling,
  scalerOnAll,
  selectionOutside,
  width,
  unequalTests,
  smallSplit,
  lastEpoch,
  randomInitialState,
  lastFramePadding,
];
