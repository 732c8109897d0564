/**
 * Turns `style="…"` attributes into classes.
 *
 * The report's Content-Security-Policy allows no inline style, but KaTeX and shiki write one for every box and token.
 * Each distinct declaration becomes a class, and the classes a style sheet that all pages share.
 */
export class StyleClasses {
  private readonly names = new Map<string, string>();

  /** The class that stands for these declarations. */
  classFor(declarations: string): string {
    const known = this.names.get(declarations);
    if (known !== undefined) return known;
    const name = `s${this.names.size.toString(36)}`;
    this.names.set(declarations, name);
    return name;
  }

  /** The same HTML without style attributes. For HTML that a library wrote: attributes in double quotes. */
  replaceIn(markup: string): string {
    return markup.replace(/<[a-z][^<>]*\sstyle="[^<>]*>/gi, (tag) => {
      const declarations = /\sstyle="([^"]*)"/i.exec(tag)?.[1];
      if (declarations === undefined) return tag;
      const bare = tag.replace(/\sstyle="[^"]*"/i, "");
      const name = this.classFor(declarations);
      return /\sclass="/i.test(bare)
        ? bare.replace(/\sclass="/i, (start) => `${start}${name} `)
        : bare.replace(/^<[a-z][a-z0-9]*/i, (start) => `${start} class="${name}"`);
    });
  }

  /** The style sheet with one rule a class. */
  css(): string {
    return [...this.names].map(([declarations, name]) => `.${name}{${declarations}}\n`).join("");
  }
}
