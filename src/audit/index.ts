export { type Audit, type AuditedFlaw, audit, type Draws, type FoldScores, type Worth } from "./audit";
export type { Detection, Flaw } from "./flaw";
export { FLAWS } from "./flaws";
export { informationSheet, type SheetEntry } from "./information-sheet";
export { isNetwork, type Protocol, parseProtocol, readProtocol } from "./protocol";
export type { ProtocolOutcome } from "./protocol-outcome";
export { protocolPath } from "./protocol-path";
export { runNetworkProtocol } from "./run-network-protocol";
export { runProtocol } from "./run-protocol";
