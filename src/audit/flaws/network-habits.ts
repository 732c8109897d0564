import { ABSENT, type AuditContext, type Detection, type Flaw, NOT_APPLICABLE, PRESENT } from "../flaw";
import { isNetwork, type Protocol, type ProtocolModel } from "../protocol";

/** The epoch that training happened to stop at is the one that is tested. */
export const lastEpoch: Flaw = {
  id: "F9",
  title: "last epoch tested",
  detect: (context) =>
    ofNetworks(context, ({ stopping }) => stopping === "last-epoch", {
      present: "The last epoch is tested, whatever its score on validation clips.",
      absent: "The epoch is chosen on validation clips.",
    }),
  measuredWith: "network",
  repair: networksWith({ stopping: "best-validation" }),
};

/** The network's state before the first frame is drawn, at test time too: a score that changes when asked again. */
export const randomInitialState: Flaw = {
  id: "F11",
  title: "random initial state",
  detect: (context) =>
    ofNetworks(context, ({ initialState }) => initialState === "random", {
      present: "The state before the first frame is random at test time too: the same clip may get another label.",
      absent: "The state before the first frame is always the same.",
    }),
  measuredWith: "network",
  repair: networksWith({ initialState: "zeros" }),
};

/** The decision is made from the last frame, which is padding where clips are shorter. */
export const lastFramePadding: Flaw = {
  id: "F14",
  title: "decision from the last frame, often padding",
  detect(context) {
    const { frames, protocol } = context;
    const padding = (protocol.paddedFrames ?? frames) - frames;
    if (padding <= 0) {
      return protocol.models.some(isNetwork)
        ? ABSENT("No frames are filled up with zeros.")
        : NOT_APPLICABLE("There is no network.");
    }
    return ofNetworks(context, ({ readout }) => readout === "last-frame", {
      present: `The decision is made after at least ${padding} frames of zeros, on clips of at most ${frames} frames.`,
      absent: "The decision is made from all frames.",
    });
  },
  measuredWith: "network",
  repair: networksWith({ readout: "mean" }),
};

/** The protocol with other habits of its networks. */
function networksWith(habits: Partial<ProtocolModel>): (protocol: Protocol) => Protocol {
  return (protocol) => ({
    ...protocol,
    models: protocol.models.map((model) => (isNetwork(model) ? { ...model, ...habits } : model)),
  });
}

function ofNetworks(
  { protocol }: AuditContext,
  flawed: (model: ProtocolModel) => boolean,
  words: { readonly present: string; readonly absent: string },
): Detection {
  const networks = protocol.models.filter(isNetwork);
  if (networks.length === 0) return NOT_APPLICABLE("There is no network.");
  return networks.some(flawed) ? PRESENT(words.present) : ABSENT(words.absent);
}
