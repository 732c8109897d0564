import { type Command, InvalidArgumentError, Option } from "commander";
import { type LabelOptions, SEGMENT_RULES, type SegmentRule, TAG_RULES, type TagRule } from "../corpora";

/** What the command line says of how a corpus is to be read. */
export interface ReadingFlags {
  readonly margin?: number;
  readonly midpoint?: NonNullable<LabelOptions["midpoint"]>;
  readonly agreement?: number;
  readonly tags?: TagRule;
  readonly segments?: SegmentRule;
  readonly scale?: readonly [number, number];
}

/** Adds the options that every command has which opens a corpus. */
export function addReadingOptions(command: Command): Command {
  return command
    .option("--margin <distance>", "leave out clips nearer to a dividing line, of -1 to 1 (0)", between(0, 1))
    .option(
      "--midpoint <where>",
      "where valence and arousal divide: scale, median, or V,A of -1 to 1 (scale)",
      midpoint,
    )
    .option("--agreement <share>", "leave out clips on which fewer raters or tags agree (0)", between(0, 1))
    .addOption(new Option("--tags <rule>", "how tags become a quadrant (every-tag)").choices(TAG_RULES))
    .addOption(
      new Option("--segments <rule>", "which 30 s of long tracks (whole; jamendo: middle)").choices(SEGMENT_RULES),
    )
    .option("--scale <low,high>", "lowest and highest rating of a CSV (-1,1)", pair);
}

/** The same as openCorpus takes it. */
export function readingOptions({ margin, midpoint, agreement, tags, segments, scale }: ReadingFlags) {
  const given = { margin, midpoint, minAgreement: agreement, tags };
  const labels: LabelOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { labels, segments, scale };
}

function between(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`${text} is not a number from ${low} to ${high}.`);
  };
}

function midpoint(text: string): NonNullable<LabelOptions["midpoint"]> {
  if (text === "scale" || text === "median") return text;
  const [valence, arousal] = pair(text);
  return { valence, arousal };
}

/** Reads "1,9". */
function pair(text: string): [number, number] {
  const parts = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [first, second] = parts;
  if (parts.length === 2 && Number.isFinite(first) && Number.isFinite(second)) return [first!, second!];
  throw new InvalidArgumentError(`${text} is not a pair of numbers such as 1,9.`);
}
