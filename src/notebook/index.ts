export { showClaim } from "./claim";
export { type Headline, showResult } from "./headline";
export { say, show, showClips, showTable } from "./show";
