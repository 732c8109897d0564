export { MT19937 } from "./mt19937";
