import type { CompilerSystem } from "./tslab";

/** A typed array (or Buffer) with the type argument that TypeScript 5.7 gave it. */
const GENERIC_ARRAY =
  /\b((?:Float(?:16|32|64)|Big(?:Int|Uint)64|U?[Ii]nt(?:8|16|32)|Uint8Clamped)Array|Buffer)<ArrayBuffer(?:Like)?>/g;

/** A doc comment that has its lines for itself. */
const DOC_COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*$/gm;

/**
 * Lets tslab's TypeScript 5.0 read declarations that TypeScript 5.9 wrote: there `Float32Array` has a type parameter, and
 * 5.0 would take every such value for `any`.
 *
 * @param options.docs whether doc comments are read too: a quarter of the work, for a client that shows them
 */
export function readNewDeclarations(sys: CompilerSystem, { docs }: { docs: boolean }): void {
  const readFile = sys.readFile;
  sys.readFile = (path, encoding) => {
    const text = readFile.call(sys, path, encoding);
    if (text === undefined || !path.endsWith(".d.ts")) return text;
    const readable = text.replace(GENERIC_ARRAY, "$1");
    return docs ? readable : readable.replace(DOC_COMMENT, "");
  };
}
