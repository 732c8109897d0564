import { ABSENT, type Flaw, PRESENT } from "../flaw";

/** Of several tags only the first of the alphabet is the label. It can be measured only where tags and audio are both there. */
export const firstTagLabels: Flaw = {
  id: "F3",
  title: "label from the first tag of the alphabet",
  detect({ protocol }) {
    if (protocol.labels === "as-given") return ABSENT("Labels are taken as they were given.");
    return PRESENT("Where a clip has several tags, the alphabet chooses its label.");
  },
};
