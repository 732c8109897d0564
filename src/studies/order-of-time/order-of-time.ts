import type { Interval } from "../../evaluation";
import { baselinePredictions } from "../baselines/baselines";
import { kept } from "../cache/kept-study";
import type { ClassifierName } from "../fits/models";
import { type NetworkName, runNetworks, type StepOrder, trainingOf } from "../networks";
import { groupsOf, labelsOf } from "../run/dataset";
import { foldsOf } from "../run/folds";
import type { Run } from "../run/run";
import {
  gatherPredictions,
  type ModelScore,
  type Predictions,
  pairedDifference,
  scorePredictions,
} from "../run/scores";

/** The network that has most to gain from order: gated, and with all its states to decide from. */
const NETWORK: NetworkName = "GRU, mean";
/** What knows nothing of order: statistics over the clip. */
const ORDER_BLIND: ClassifierName = "logistic regression, C = 0.01";

/** Steps that stay together where a clip is cut into blocks, of the 64 that its frames are averaged over. */
const BLOCKS = { quick: [1], standard: [1, 4, 16], paper: [1, 2, 4, 8, 16] } as const;
const SEEDS = { quick: 1, standard: 1, paper: 5 } as const;

/** The network on clips whose steps were put in one order, in training and test alike. */
export interface OrderScore {
  readonly order: string;
  /** How long a stretch of music stays as it was, in seconds; undefined where all does. */
  readonly seconds?: number;
  /** Of the mean over seeds: a clip is right as often as seeds are. */
  readonly accuracy: Interval;
  /** Accuracy as played less accuracy in this order, the same clips and seeds; undefined for the order as played. */
  readonly lost?: Interval;
}

export interface OrderOfTimeStudy {
  readonly network: NetworkName;
  readonly seeds: number;
  readonly orders: readonly OrderScore[];
  readonly orderBlind: ModelScore;
  /** Accuracy of the network as played less that of the order-blind classifier. */
  readonly overBlind: Interval;
}

/** Trains one network on the same clips in several orders of time, on folds that share no group. */
export const orderOfTimeStudy = kept("order of time", conduct);

async function conduct(run: Run): Promise<OrderOfTimeStudy> {
  const { corpus, settings } = run;
  const folds = foldsOf(corpus, settings);
  const training = await trainingOf(run, NETWORK);
  const { frames, steps } = training.recipe.input;
  const orders: StepOrder[] = [
    "as played",
    "backwards",
    ...[...BLOCKS[settings.profile]].reverse().map((shuffledBlocksOf) => ({ shuffledBlocksOf })),
  ];
  const seeds = Array.from({ length: SEEDS[settings.profile] }, (_, i) => settings.seed + i);
  const tasks = orders.flatMap((order) =>
    seeds.flatMap((seed) =>
      folds.map(({ train, validation, test }) => ({
        ...training,
        ...{ train, validation, test, seed },
        // As played it is a task of the notebook on recurrent models, done already.
        ...(order !== "as played" && { order }),
      })),
    ),
  );
  const results = await runNetworks(run, tasks, "networks on reordered clips");
  const repeated = seeds.flatMap(() => folds);
  const predictions = orders.map((order, i) => {
    const own = results.slice(i * repeated.length, (i + 1) * repeated.length);
    return gatherPredictions(nameOf(order), repeated, own, labelsOf(corpus), groupsOf(corpus));
  });
  const [orderBlind] = await baselinePredictions(run, folds, { label: "order-blind", models: [ORDER_BLIND] });
  const asPlayed = predictions[0]!;
  const secondsPerStep = (frames * 512) / 22_050 / steps;
  return {
    network: NETWORK,
    seeds: seeds.length,
    orders: orders.map((order, i) => orderScore(order, predictions[i]!, asPlayed, secondsPerStep)),
    orderBlind: scorePredictions(orderBlind!),
    overBlind: pairedDifference(asPlayed, orderBlind!),
  };
}

function orderScore(
  order: StepOrder,
  predictions: Predictions,
  asPlayed: Predictions,
  secondsPerStep: number,
): OrderScore {
  return {
    order: nameOf(order),
    ...(typeof order === "object" && { seconds: order.shuffledBlocksOf * secondsPerStep }),
    accuracy: scorePredictions(predictions).accuracy,
    ...(order !== "as played" && { lost: pairedDifference(asPlayed, predictions) }),
  };
}

function nameOf(order: StepOrder): string {
  if (typeof order === "string") return order;
  return order.shuffledBlocksOf === 1 ? "all steps shuffled" : `blocks of ${order.shuffledBlocksOf} steps shuffled`;
}
