import { ABSENT, type Flaw, NOT_APPLICABLE, PRESENT } from "../flaw";

/** Columns were chosen by the labels of the clips that are tested. */
export const selectionOutside: Flaw = {
  id: "selection",
  title: "columns selected before the split",
  detect({ protocol: { selection }, columns }) {
    if (selection === null) return NOT_APPLICABLE("No columns are selected.");
    if (selection.from === "training") return ABSENT("Columns are selected by training clips only.");
    return PRESENT(
      `${selection.columns} of ${columns} columns are chosen by labels of all clips, the tested included.`,
    );
  },
  repair: (protocol) => ({
    ...protocol,
    selection: protocol.selection && { ...protocol.selection, from: "training" },
  }),
};
