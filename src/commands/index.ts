export { auditCommand } from "./audit";
export { checkNotebooksCommand } from "./check-notebooks";
export { corporaCommand } from "./corpora";
export { corpusCommand } from "./corpus";
export { doctorCommand } from "./doctor";
export { featuresCommand } from "./features";
export { kernelCommand } from "./kernel";
export { reproduceCommand } from "./reproduce";
