import type { Quadrant } from "../quadrant";

const TAGS_OF: Readonly<Record<Quadrant, string>> = {
  Q1:
    "adventure children christmas energetic epic fun funny game groovy happy holiday inspiring motivational party " +
    "positive sexy summer travel upbeat uplifting",
  Q2:
    "action advertising commercial corporate documentary drama dramatic emotional fast film heavy horror movie " +
    "powerful sport trailer",
  Q3: "background dark deep melancholic sad slow soundscape space",
  Q4: "ambiental ballad calm cool dream hopeful love meditative mellow melodic nature relaxing retro romantic soft",
};

/**
 * The quadrant of each of MTG-Jamendo's 59 mood/theme tags, as the study of arXiv 2405.06747 sorted them by hand. It is
 * kept as published, to reproduce it and to measure it: "film", "corporate" and "sport" count as tense there.
 */
export const STUDY_TAG_MAP: ReadonlyMap<string, Quadrant> = new Map(
  (Object.entries(TAGS_OF) as [Quadrant, string][]).flatMap(([quadrant, tags]) =>
    tags.split(" ").map((tag) => [tag, quadrant] as const),
  ),
);
