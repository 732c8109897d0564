export { type Claim, type Measurement, type TestedClaim, testClaim } from "./claim";
export { CLAIMS } from "./claims";
