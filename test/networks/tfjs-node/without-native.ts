import { accelerate, loadTensorFlow } from "../../../src/networks";
import { madeByEngine, predictions, trainHead } from "./head";

/** What a process without tfjs-node found. */
export interface Found {
  readonly backend: string;
  readonly made: number[];
  readonly losses: number[];
  readonly trained: number[];
}

/** `make FOLDER` saves a model and trains its head; `read FOLDER` says what a saved model predicts. */
async function main([task, folder]: string[]): Promise<void> {
  const { tf, backend } = await loadTensorFlow();
  if (task === "read") {
    const model = await tf.loadLayersModel(`file://${folder}/model.json`);
    accelerate(tf, model);
    console.log(JSON.stringify(predictions(tf, model)));
    return;
  }
  const model = madeByEngine(tf);
  await model.save(`file://${folder}`);
  const made = predictions(tf, model);
  const losses = await trainHead(tf, model);
  const found: Found = { backend, made, losses, trained: predictions(tf, model) };
  console.log(JSON.stringify(found));
}

void main(process.argv.slice(2));
