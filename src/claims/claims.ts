import { verdictOn } from "../evaluation";
import {
  augmentationStudy,
  baselineStudy,
  datasetSizeStudy,
  featureSetStudy,
  LEAK_PROTOCOLS,
  orderOfTimeStudy,
  type Run,
  rawAudioStudy,
  recurrentStudy,
} from "../studies";
import type { Claim, Measurement } from "./claim";

/** What a claim of "comparable" may cost, and what a leak may add before a result no longer holds: in accuracy. */
const COMPARABLE = 0.05;
const HOLDS = 0.02;

const LOGISTIC = "logistic regression";
const AUGMENTED = "logistic regression, C = 0.01";

/** The claims of arXiv 2405.06747, in the order of the notebooks. */
export const CLAIMS = {
  splits: {
    id: "splits",
    sentence: "Accuracies on a random split tell how well music is recognised.",
    published: ".633 for logistic regression on 180 clips, a third of them by artists of the training clips",
    measured: "accuracy of logistic regression on unseen groups; as published: on a random split",
    notebook: "03-baselines",
    async measure(run: Run): Promise<Measurement> {
      const { grouped, random, leaks } = await baselineStudy(run);
      const at = grouped.findIndex(({ model }) => model === LOGISTIC);
      return {
        asPublished: random[at]!.accuracy,
        leakFree: grouped[at]!.accuracy,
        verdict: verdictOn(leaks[at]!.difference, "below", HOLDS),
      };
    },
  },
  networks: {
    id: "networks",
    sentence: "Recurrent networks are comparable or superior to plain classifiers.",
    published: ".533 for the RNN on 90 clips, .633 for logistic regression on 180 others",
    measured: "accuracy of the RNN as published minus that of logistic regression, the same clips",
    notebook: "05-recurrent-models",
    async measure(run: Run): Promise<Measurement> {
      const { duels } = await recurrentStudy(run);
      const { difference } = duels.find(
        ({ network, classifier }) => network === "RNN as published" && classifier === LOGISTIC,
      )!;
      return { leakFree: difference, verdict: verdictOn(difference, "above", -COMPARABLE) };
    },
  },
  augmentation: {
    id: "augmentation",
    sentence: "Augmentation improves accuracy by about 20 %.",
    published: "about 20 %, elsewhere up to 30 %; no output shows it",
    measured:
      "gain of logistic regression (C = 0.01) from the study's copies, made of training clips only, unseen groups",
    notebook: "06-augmentation",
    async measure(run: Run): Promise<Measurement> {
      const { leaks } = await augmentationStudy(run);
      const [asPublished, , , fair] = LEAK_PROTOCOLS;
      const of = (wanted: string) => leaks.find(({ protocol, model }) => protocol === wanted && model === AUGMENTED)!;
      return {
        asPublished: of(asPublished).gain,
        leakFree: of(fair).gain,
        verdict: verdictOn(of(fair).beyondClaim, "above"),
      };
    },
  },
  size: {
    id: "size",
    sentence: "The complexity of the model should scale with the size of the data.",
    published: "none; 900 clips and 14,000 clips of another corpus were not compared",
    measured: "how much more the network gains than logistic regression from all training clips instead of the fewest",
    notebook: "07-dataset-size",
    async measure(run: Run): Promise<Measurement> {
      const { closing } = await datasetSizeStudy(run);
      return { leakFree: closing.gainedMore, verdict: verdictOn(closing.gainedMore, "above") };
    },
  },
  features: {
    id: "features",
    sentence: "Chroma CENS and the three tempograms can be dropped.",
    published: "none; they were extracted and left out",
    measured: "accuracy with the four minus accuracy without, logistic regression (C = 0.01)",
    notebook: "08-ablation",
    async measure(run: Run): Promise<Measurement> {
      const scores = await featureSetStudy(run);
      const { difference } = scores.find(
        ({ set, model }) => set === "the 14 and the four" && model === "logistic regression, C = 0.01",
      )!;
      return { leakFree: difference!, verdict: verdictOn(difference!, "below", HOLDS) };
    },
  },
  order: {
    id: "order",
    sentence: "Recurrent networks capture temporal dynamics.",
    published: "none; order was never taken away",
    measured: "accuracy that a network loses when the steps of every clip are shuffled",
    notebook: "09-order-of-time",
    async measure(run: Run): Promise<Measurement> {
      const { orders } = await orderOfTimeStudy(run);
      const { lost } = orders.find(({ order }) => order === "all steps shuffled")!;
      return { leakFree: lost!, verdict: verdictOn(lost!, "above") };
    },
  },
  waveform: {
    id: "waveform",
    sentence: "Convolutional networks on raw audio suffice to tell emotion.",
    published: ".92 accuracy and .6 F1 on PMEmo; how clips were divided is not stated",
    measured: "accuracy of the 1-D CNN (windows of 16, 64 and 256) minus that of logistic regression on features",
    notebook: "10-raw-audio",
    async measure(run: Run): Promise<Measurement> {
      const { networks } = await rawAudioStudy(run);
      const { difference } = networks.find(({ name }) => name === "1-D CNN, windows of 16, 64 and 256")!;
      return { leakFree: difference, verdict: verdictOn(difference, "above", -COMPARABLE) };
    },
  },
  larger: {
    id: "larger",
    sentence:
      "On 14,000 clips of MTG-Jamendo the networks reach .50 to .54 over 59 classes; quadrants stay below 50 %.",
    published: ".5018 / .5397 / .5261 for RNN / BiRNN / LSTM on 1,399 clips, many of them with a copy in training",
    measured: "nothing: it needs the audio of MTG-Jamendo",
    notebook: "01-corpora",
    async measure(): Promise<Measurement> {
      return { verdict: "cannot be told from these data" };
    },
  },
} as const satisfies Record<string, Claim>;
