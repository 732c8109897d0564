import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT, share } from "../flaw";

/** Of several tags only the first of the alphabet is the label. With other labels clips answer another question: no worth. */
export const firstTagLabels: Flaw = {
  id: "F3",
  title: "label from the first tag of the alphabet",
  detect({ protocol, clips }) {
    if (protocol.labels === "as-given") return ABSENT("Labels are taken as they were given.");
    const tagged = clips.filter(({ tags }) => tags !== undefined && tags.length > 0);
    if (tagged.length === 0) return NOT_APPLICABLE("No clip of this corpus has tags.");
    const several = tagged.filter(({ tags }) => tags!.length > 1);
    if (several.length === 0) return ABSENT("No clip has more than one tag.");
    const torn = several.filter(({ quadrants = [] }) => quadrants.length > 1);
    return PRESENT(
      `The alphabet chooses among the tags of ${share(several.length, tagged.length, "clips")}; the tags of ` +
        `${torn.length} point to several quadrants.`,
      torn.map(({ id }) => id),
    );
  },
};
