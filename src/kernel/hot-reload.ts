import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { CompilerSystem, FileChanged } from "./tslab";

/** TypeScript's FileWatcherEventKind. */
const CHANGED = 1;
const DELETED = 2;

/**
 * Lets a cell see the project as the last build left it: before a cell runs, the compiled modules are loaded anew and
 * their declarations read anew if any of them changed.
 *
 * Files are looked at when a cell starts, not watched: what a cell sees then does not depend on when the operating system
 * reports a change.
 */
export class HotReload {
  private readonly dist: string;
  private readonly stamps = new Map<string, string>();
  private readonly watched = new Map<string, Set<FileChanged>>();
  private entries: ReadonlySet<string>;

  /** @param project folder of the package whose `dist` the cells import */
  constructor(project: string) {
    // Modules are cached under their real path, whatever link the cell came by.
    this.dist = join(realpathSync(project), "dist") + sep;
    this.entries = new Set(this.listEntries());
  }

  /** Takes over the watching of files from the compiler: its watchers come too late and are thousands. */
  attach(sys: CompilerSystem): void {
    sys.watchFile = (path, changed) => {
      if (!path.startsWith(this.dist)) return { close: () => undefined };
      const listeners = this.watched.get(path) ?? new Set();
      this.watched.set(path, listeners.add(changed));
      this.stamps.set(path, stampOf(path));
      return { close: () => listeners.delete(changed) };
    };
    sys.watchDirectory = () => ({ close: () => undefined });
  }

  /**
   * Call before a cell is compiled.
   *
   * @returns whether there are folders to import from that the compiler, which remembers failed imports, cannot know
   */
  refresh(): boolean {
    const modules = Object.keys(require.cache).filter((path) => path.startsWith(this.dist));
    let changes = 0;
    for (const path of new Set([...modules, ...this.watched.keys()])) {
      const stamp = stampOf(path);
      const known = this.stamps.get(path);
      this.stamps.set(path, stamp);
      if (known === undefined || known === stamp) continue;
      changes++;
      for (const changed of this.watched.get(path) ?? []) changed(path, stamp === "" ? DELETED : CHANGED);
    }
    // All of them: a module keeps the exports it imported, so the importers of a changed file are stale too.
    if (changes > 0) for (const path of modules) delete require.cache[path];
    const entries = this.listEntries();
    const added = entries.some((path) => !this.entries.has(path));
    this.entries = new Set(entries);
    return added;
  }

  /** Declarations of the folders that cells import as "quadrant/NAME". */
  private listEntries(): string[] {
    const folder = join(this.dist, "src");
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
    return readdirSync(folder)
      .map((name) => join(folder, name, "index.d.ts"))
      .filter((path) => stampOf(path) !== "");
  }

  /** Call after a cell ran: what it loaded is as old as now. */
  remember(): void {
    for (const path of Object.keys(require.cache)) {
      if (path.startsWith(this.dist) && !this.stamps.has(path)) this.stamps.set(path, stampOf(path));
    }
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.mtimeMs} ${stat.size}`;
}
