import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT, share, testedWith } from "../flaw";

/** Clips of one composer, artist or song stand on both sides of a split. */
export const sharedGroups: Flaw = {
  id: "F5, F13",
  title: "one artist on both sides of the split",
  dealsAnew: true,
  detect(context) {
    const { clips } = context;
    const sizes = new Map<string, number>();
    for (const { group } of clips) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    if (sizes.size === clips.length) return NOT_APPLICABLE("Every clip is a group of its own.");
    const shared = testedWith(context, ({ train, test }) => {
      const tested = new Set(test);
      const learnt = new Set(train.filter(({ clip }) => !tested.has(clip)).map(({ clip }) => clips[clip]!.group));
      return (clip) => learnt.has(clips[clip]!.group);
    });
    if (shared.length === 0) return ABSENT(`No group of ${sizes.size} stands on both sides.`);
    return PRESENT(`${share(shared.length, clips.length, "tested clips")} share a group with training.`, shared);
  },
  repair: (protocol) => ({ ...protocol, split: { ...protocol.split, grouped: true } }),
};
