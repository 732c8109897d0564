import { ABSENT, type Flaw, PRESENT } from "../flaw";

/** One mean and one standard deviation for columns of different units: the loudest unit drowns the others. */
export const scalarScaling: Flaw = {
  id: "F6",
  title: "one scalar for columns of different units",
  detect: ({ protocol: { scaling }, columns }) =>
    scaling.kind === "per-column"
      ? ABSENT("Each column is scaled by itself.")
      : PRESENT(`One mean and one standard deviation stand for ${columns} columns, from Hz to shares of 1.`),
  repair: (protocol) => ({ ...protocol, scaling: { ...protocol.scaling, kind: "per-column" } }),
};
