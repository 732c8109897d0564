import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT, share, testedWith } from "../flaw";

/** Duplicates are drawn before the split, so that a clip is tested whose double was learnt. */
export const duplicatedClips: Flaw = {
  id: "F1",
  title: "oversampling before the split",
  detect(context) {
    const { protocol, clips } = context;
    if (protocol.oversampling === null) return NOT_APPLICABLE("Nothing is oversampled.");
    const doubled = testedWith(context, ({ train }) => {
      const learnt = new Set(train.filter(({ variant }) => variant === 0).map(({ clip }) => clip));
      return (clip) => learnt.has(clip);
    });
    if (doubled.length === 0) return ABSENT("No tested clip has a double among the clips that are learnt from.");
    return PRESENT(`${share(doubled.length, clips.length, "tested clips")} have an exact double in training.`, doubled);
  },
  repair: (protocol) => ({
    ...protocol,
    oversampling: protocol.oversampling && { ...protocol.oversampling, when: "training-only" },
  }),
};
