export { checkNotebooksCommand } from "./check-notebooks";
export { corporaCommand } from "./corpora";
export { corpusCommand } from "./corpus";
export { doctorCommand } from "./doctor";
export { kernelCommand } from "./kernel";
export { reproduceCommand } from "./reproduce";
