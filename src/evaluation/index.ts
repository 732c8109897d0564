export * from "./measures";
export * from "./splits";
export * from "./uncertainty";
export * from "./validation";
