export { MT19937 } from "./mt19937";
export { Xorshift32 } from "./xorshift32";
