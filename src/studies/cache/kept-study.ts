import { deserialize, serialize } from "node:v8";
import { writeFileAtomic } from "../../store";
import type { Run } from "../run/run";
import { readStudyFile, studyFile } from "./study-file";

/**
 * A study whose outcome is kept in a file named by everything it depends on: the clips, the settings of the run, what else
 * it is asked with, and the code. Its fits are kept one by one as well; this saves drawing its intervals again.
 *
 * @param name of the study, another one for each
 * @param conduct computes the outcome: plain objects, arrays and numbers, and nothing that was measured here and now
 */
export function kept<Inputs extends readonly unknown[], Outcome>(
  name: string,
  conduct: (run: Run, ...inputs: Inputs) => Promise<Outcome>,
): (run: Run, ...inputs: Inputs) => Promise<Outcome> {
  return async (run, ...inputs) => {
    const { corpus, settings } = run;
    // The corpus may lie elsewhere tomorrow; its hash says what is in it.
    const { root, ...settled } = settings;
    const clips = corpus.clips.map(({ id }) => id);
    const path = studyFile({ study: name, corpusHash: corpus.hash, settings: settled, clips, inputs }, "study");
    const known = readStudyFile(path, (content) => deserialize(content) as Outcome);
    if (known !== undefined) return known;
    const outcome = await conduct(run, ...inputs);
    writeFileAtomic(path, serialize(outcome));
    return outcome;
  };
}
