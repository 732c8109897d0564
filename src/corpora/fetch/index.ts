export { type Fetched, type FetchOptions, fetchCorpus } from "./fetch-corpus";
