/**
 * The page's own script: themes, code switch, contents list, figures. The browser runs it as a plain script, so it
 * imports and exports nothing.
 */
(() => {
  interface Figure {
    readonly data: readonly Readonly<Record<string, { readonly color?: unknown } | undefined>>[];
    readonly layout: Record<string, unknown>;
  }
  interface PlotlyApi {
    newPlot(plot: HTMLElement, data: readonly unknown[], layout: object, config: object): Promise<unknown>;
    update(plot: HTMLElement, traces: object, layout: object, indices?: number[]): Promise<unknown>;
  }
  interface DrawnPlot extends HTMLElement {
    readonly _fullLayout?: Record<string, unknown>;
  }

  const NARROW = 620;
  const root = document.documentElement;
  root.classList.add("js");

  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 66rem)");
  const plots = new Map<DrawnPlot, Figure>();

  // Browsers may forbid storage to files; the choice then lasts for the page.
  function remember(name: string, value?: string): string | null {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  function isDark(): boolean {
    const chosen = root.dataset.theme;
    return chosen === undefined ? systemDark.matches : chosen === "dark";
  }

  const saved = remember("quadrant-theme");
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;

  /** A colour of the style sheet as plotly takes it. */
  function colour(name: string): string {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  /** The changes to a layout that make it follow the page: its ink, its lines, and nothing behind it. */
  function dress(axes: readonly string[]): Record<string, unknown> {
    const line = colour("border");
    const change: Record<string, unknown> = {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      "font.color": colour("text"),
      "hoverlabel.bgcolor": colour("surface"),
      "hoverlabel.bordercolor": line,
      "hoverlabel.font.color": colour("text"),
      "legend.bgcolor": "rgba(0,0,0,0)",
    };
    for (const axis of axes) {
      change[`${axis}.gridcolor`] = colour("grid");
      // Slanted labels end at their tick, so that the last one stays inside a narrow figure.
      if (axis.startsWith("x")) change[`${axis}.autotickangles`] = [0, -45, -90];
      change[`${axis}.automargin`] = true;
      for (const part of ["linecolor", "zerolinecolor", "tickcolor"]) change[`${axis}.${part}`] = line;
    }
    return change;
  }

  function axesOf(plot: DrawnPlot): string[] {
    return Object.keys(plot._fullLayout ?? {}).filter((key) => /^[xy]axis\d*$/.test(key));
  }

  async function recolourPlot(plot: DrawnPlot, figure: Figure, plotly: PlotlyApi): Promise<void> {
    // Error bars that name no colour would stay dark grey on a dark page.
    for (const bar of ["error_x", "error_y"]) {
      const bare = figure.data.flatMap((trace, index) => (trace[bar] && !trace[bar].color ? [index] : []));
      if (bare.length > 0) await plotly.update(plot, { [`${bar}.color`]: colour("muted") }, {}, bare);
    }
    await plotly.update(plot, {}, dress(axesOf(plot)));
  }

  async function draw(plot: DrawnPlot, plotly: PlotlyApi): Promise<void> {
    const source = document.getElementById(plot.dataset.figure ?? "");
    const figure = JSON.parse(source?.textContent ?? "") as Figure;
    const { width: _width, ...layout } = figure.layout;
    const box = plot.closest("figure");
    plot.hidden = false;
    const narrow = (box?.clientWidth ?? 0) < NARROW;
    const shape = narrow
      ? {
          legend: { ...(layout.legend as object), orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
        }
      : {};
    // A finger on a figure scrolls the page; a mouse may zoom.
    const touch = matchMedia("(pointer: coarse)").matches ? { dragmode: false } : {};
    // Captions stand below the figure, so that it needs no room for a title unless it has one.
    const margin = { t: layout.title === undefined ? 24 : 56, r: 24, b: 56, l: 64, ...(layout.margin as object) };
    const font = { family: getComputedStyle(document.body).fontFamily, size: 13, ...(layout.font as object) };
    await plotly.newPlot(
      plot,
      structuredClone(figure.data),
      { height: 440, ...layout, ...shape, ...touch, font, margin, autosize: true },
      { displayModeBar: false, responsive: true },
    );
    plots.set(plot, figure);
    await recolourPlot(plot, figure, plotly);
    box?.classList.add("drawn");
  }

  /**
   * plotly sets some styles as attributes, which the page's policy blocks as it would block an attacker's markup. The
   * same declarations are allowed when a script sets them on the element.
   */
  function setStylesByScript(): void {
    const setAttribute = SVGElement.prototype.setAttribute;
    SVGElement.prototype.setAttribute = function (this: SVGElement, name: string, value: string): void {
      if (name === "style") this.style.cssText = value;
      else setAttribute.call(this, name, value);
    };
  }

  async function drawAll(): Promise<void> {
    const plotly = (window as unknown as { Plotly?: PlotlyApi }).Plotly;
    if (plotly === undefined) return;
    setStylesByScript();
    for (const plot of document.querySelectorAll<HTMLElement>(".plot")) {
      try {
        await draw(plot, plotly);
      } catch (thrown) {
        // The static picture stays where it is.
        plot.hidden = true;
        console.error(`a figure could not be drawn: ${String(thrown)}`);
      }
    }
    root.dataset.figures = "drawn";
  }

  async function recolour(): Promise<void> {
    const button = document.getElementById("theme-switch");
    if (button !== null) button.textContent = isDark() ? "Light" : "Dark";
    button?.setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
    const plotly = (window as unknown as { Plotly?: PlotlyApi }).Plotly;
    if (plotly === undefined) return;
    for (const [plot, figure] of plots) await recolourPlot(plot, figure, plotly);
  }

  function setUpCode(): void {
    const button = document.getElementById("code-switch");
    const folds = [...document.querySelectorAll<HTMLDetailsElement>("details.source")];
    const show = (open: boolean): void => {
      button?.setAttribute("aria-pressed", String(open));
      if (button !== null) button.textContent = open ? "Hide all code" : "Show all code";
    };
    button?.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      for (const fold of folds) fold.open = open;
      show(open);
    });
    for (const fold of folds) fold.addEventListener("toggle", () => show(folds.every((each) => each.open)));
  }

  /** On a wide page the list stands open beside the text and marks the section that is read; else it starts folded. */
  function setUpContents(): void {
    const list = document.querySelector<HTMLDetailsElement>("nav.contents details");
    if (list === null) return;
    const fold = (): void => {
      list.open = wide.matches;
    };
    fold();
    wide.addEventListener("change", fold);
    const links = new Map<Element, HTMLAnchorElement>();
    for (const link of list.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target !== null) links.set(target, link);
      link.addEventListener("click", fold);
    }
    const mark = (): void => {
      let current: HTMLAnchorElement | undefined;
      for (const [target, link] of links) {
        link.removeAttribute("aria-current");
        if (target.getBoundingClientRect().top < innerHeight / 3) current = link;
      }
      current?.setAttribute("aria-current", "true");
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const switches of document.querySelectorAll<HTMLElement>(".switches")) switches.hidden = false;
    document.getElementById("theme-switch")?.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember("quadrant-theme", root.dataset.theme);
      void recolour();
    });
    systemDark.addEventListener("change", () => void recolour());
    setUpCode();
    setUpContents();
    void drawAll().then(recolour);
  });
})();
