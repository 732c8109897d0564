import { ABSENT, type Flaw, PRESENT } from "../flaw";

/** The scaler saw the clips that are tested. */
export const scalerOnAll: Flaw = {
  id: "F10",
  title: "scaler fitted before the split",
  detect: ({ protocol: { scaling } }) =>
    scaling.from === "training"
      ? ABSENT("The scaler learns from training clips only.")
      : PRESENT("Mean and standard deviation are those of all clips, the tested ones included."),
  repair: (protocol) => ({ ...protocol, scaling: { ...protocol.scaling, from: "training" } }),
};
