import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT, share, testedWith } from "../flaw";

/** Changed copies are made before the split, so that a clip is tested whose sibling was learnt. */
export const augmentedSiblings: Flaw = {
  id: "F2",
  title: "augmentation before the split",
  detect(context) {
    const { protocol, clips } = context;
    if (protocol.augmentation === null) return NOT_APPLICABLE("Nothing is augmented.");
    const siblings = testedWith(context, ({ train }) => {
      const learnt = new Set(train.filter(({ variant }) => variant > 0).map(({ clip }) => clip));
      return (clip) => learnt.has(clip);
    });
    if (siblings.length === 0) return ABSENT("No tested clip has a changed copy among the clips that are learnt from.");
    return PRESENT(
      `${share(siblings.length, clips.length, "tested clips")} have a changed copy in training.`,
      siblings,
    );
  },
  repair: (protocol) => ({
    ...protocol,
    augmentation: protocol.augmentation && { ...protocol.augmentation, when: "training-only" },
  }),
};
