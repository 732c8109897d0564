/** Where the same files lie elsewhere, by the beginning of their addresses. */
const MIRRORS: readonly [original: string, mirror: string][] = [
  // The publisher's own server: slower, in Spain.
  ["https://cdn.freesound.org/mtg-jamendo/", "https://essentia.upf.edu/documentation/datasets/mtg-jamendo/"],
  [
    "https://raw.githubusercontent.com/MTG/mtg-jamendo-dataset/master/",
    "https://cdn.jsdelivr.net/gh/MTG/mtg-jamendo-dataset@master/",
  ],
];

/**
 * All addresses of a file, in the order in which they are tried.
 *
 * @param ownMirror the beginning of an address under which host and path of the original follow
 *
 * @example
 * addressesOf("https://zenodo.org/a.zip", "http://nas.local/mirror"); // http://nas.local/mirror/zenodo.org/a.zip first
 */
export function addressesOf(url: string, ownMirror?: string | undefined): string[] {
  const others = MIRRORS.flatMap(([original, mirror]) =>
    url.startsWith(original) ? [mirror + url.slice(original.length)] : [],
  );
  const { host, pathname } = new URL(url);
  const own = ownMirror === undefined ? [] : [`${ownMirror.replace(/\/$/, "")}/${host}${pathname}`];
  return [...own, url, ...others];
}
