import { join, resolve } from "node:path";
import type * as TypeScript from "typescript";
import { PROJECT_ROOT } from "../project";
import { type Notebook, textOf } from "./notebook";

type Ts = typeof TypeScript;

/** One error of the compiler, in a cell. Both numbers count from 1; cells of every kind are counted. */
interface CellProblem {
  readonly cell: number;
  readonly line: number;
  readonly message: string;
}

/** A line of the program that is made of a notebook, and where it comes from. */
interface ProgramLine {
  readonly text: string;
  readonly cell: number;
  readonly line: number;
}

/**
 * Type-checks notebooks with the project's own TypeScript and strictness, which are stricter than tslab's.
 *
 * A notebook becomes one program: every cell a block inside the block of the cell before it, so that it sees the names of
 * all before it and may declare them again, as tslab allows; imports stand at the top.
 *
 * @returns the problems of each notebook, in the order of `notebooks`
 */
export function typeCheck(notebooks: readonly Notebook[]): CellProblem[][] {
  // Loaded here: who only shows figures does not wait for the compiler.
  const ts: Ts = require("typescript");
  const options = compilerOptions(ts);
  const syntax = notebooks.map((notebook) => syntaxProblems(ts, notebook));
  const programs = new Map(
    notebooks.map((notebook, i) => {
      // Beside the real notebooks, wherever the checked one lies: that is where imports are looked up from.
      const file = resolve(join(PROJECT_ROOT, "notebooks", `checked-${i}.ipynb.ts`));
      return [file, syntax[i]!.length > 0 ? [] : programLines(ts, notebook)] as const;
    }),
  );
  const program = ts.createProgram([...programs.keys()], options, hostFor(ts, options, programs));
  return [...programs].map(([file, lines], i) => {
    const source = program.getSourceFile(file);
    return [...syntax[i]!, ...program.getSemanticDiagnostics(source).map((problem) => locate(ts, problem, lines))];
  });
}

function compilerOptions(ts: Ts): TypeScript.CompilerOptions {
  const { config } = ts.readConfigFile(join(PROJECT_ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, PROJECT_ROOT);
  const {
    rootDir: _rootDir,
    outDir: _outDir,
    tsBuildInfoFile: _info,
    incremental: _incremental,
    ...strictness
  } = options;
  return {
    ...strictness,
    noEmit: true,
    declaration: false,
    sourceMap: false,
    // Top-level await is for ES modules; cells have it.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    // A cell declares for the cells behind it.
    noUnusedLocals: false,
  };
}

function hostFor(
  ts: Ts,
  options: TypeScript.CompilerOptions,
  programs: ReadonlyMap<string, readonly ProgramLine[]>,
): TypeScript.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => programs.has(resolve(path)) || fileExists(path);
  host.getSourceFile = (path, version, ...rest) => {
    const lines = programs.get(resolve(path));
    if (lines === undefined) return getSourceFile(path, version, ...rest);
    return ts.createSourceFile(path, lines.map(({ text }) => text).join("\n"), version, true);
  };
  return host;
}

function codeCells({ cells }: Notebook): { source: string; cell: number }[] {
  return cells.flatMap(({ cell_type, source }, i) =>
    cell_type === "code" ? [{ source: textOf(source), cell: i + 1 }] : [],
  );
}

/** A cell that does not parse would take the cells behind it along. */
function syntaxProblems(ts: Ts, notebook: Notebook): CellProblem[] {
  return codeCells(notebook).flatMap(({ source, cell }) => {
    const lines = source.split("\n").map((text, i) => ({ text, cell, line: i + 1 }));
    const { diagnostics = [] } = ts.transpileModule(source, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
    });
    return diagnostics.map((problem) => locate(ts, problem, lines));
  });
}

function programLines(ts: Ts, notebook: Notebook): ProgramLine[] {
  const imports = new Map<string, ProgramLine>();
  const body: ProgramLine[] = [];
  const cells = codeCells(notebook);
  for (const { source, cell } of cells) {
    const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ESNext, true);
    let rest = source;
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const start = statement.getStart(file);
      const line = file.getLineAndCharacterOfPosition(start).line + 1;
      for (const text of singleImports(ts, statement)) if (!imports.has(text)) imports.set(text, { text, cell, line });
      rest = rest.slice(0, start) + rest.slice(start, statement.end).replace(/[^\n]/g, " ") + rest.slice(statement.end);
    }
    body.push({ text: "{", cell, line: 1 });
    for (const [i, text] of rest.split("\n").entries()) body.push({ text, cell, line: i + 1 });
  }
  const end = { text: "}".repeat(cells.length), cell: cells.at(-1)?.cell ?? 1, line: 1 };
  return [...imports.values(), ...body, end];
}

/** One statement for each imported name: a name may be imported again in a later cell, and then stands here once. */
function singleImports(ts: Ts, { importClause, moduleSpecifier }: TypeScript.ImportDeclaration): string[] {
  const from = moduleSpecifier.getText();
  if (importClause === undefined) return [`import ${from};`];
  const keyword = importClause.isTypeOnly ? "import type" : "import";
  const statements: string[] = [];
  if (importClause.name !== undefined) statements.push(`${keyword} ${importClause.name.text} from ${from};`);
  const bindings = importClause.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) {
    statements.push(`${keyword} * as ${bindings.name.text} from ${from};`);
  } else {
    for (const element of bindings?.elements ?? [])
      statements.push(`${keyword} { ${element.getText()} } from ${from};`);
  }
  return statements;
}

function locate(ts: Ts, problem: TypeScript.Diagnostic, lines: readonly ProgramLine[]): CellProblem {
  const text = ts.flattenDiagnosticMessageText(problem.messageText, "; ");
  const row = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0;
  const { cell, line } = lines[row] ?? { cell: 1, line: 1 };
  return { cell, line, message: `${text} (TS${problem.code})` };
}
