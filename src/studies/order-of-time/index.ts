export { type OrderOfTimeStudy, type OrderScore, orderOfTimeStudy } from "./order-of-time";
