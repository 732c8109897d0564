export { formatInterval, groupBootstrap, type Interval, points, wilsonInterval } from "./intervals";
export * from "./measures";
export * from "./splits";
export { type Verdict, verdictOn } from "./verdict";
