#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import {
  auditCommand,
  checkNotebooksCommand,
  corporaCommand,
  corpusCommand,
  doctorCommand,
  featuresCommand,
  kernelCommand,
  predictCommand,
  reproduceCommand,
  scoreCommand,
  trainModelCommand,
} from "./commands";
import { messageOf, QuadrantError } from "./errors";

/** Exit codes: fine, failed, wrong usage. */
const FAILED = 1;
const WRONG_USAGE = 2;

async function main(): Promise<void> {
  const program = new Command("quadrant")
    .description("Music emotion recognition in TypeScript: from a corpus to a report that can be checked")
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride();
  const commands = [
    reproduceCommand(),
    corporaCommand(),
    corpusCommand(),
    featuresCommand(),
    predictCommand(),
    trainModelCommand(),
    scoreCommand(),
    auditCommand(),
    kernelCommand(),
    checkNotebooksCommand(),
    doctorCommand(),
  ];
  for (const command of commands) program.addCommand(withSettingsOf(program, command));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** commander hands settings down only to commands it makes itself. */
function withSettingsOf(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) withSettingsOf(command, child);
  return command;
}

function exitCodeOf(error: unknown): number {
  // commander has said what was wrong; help and version are no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  process.stderr.write(`quadrant: ${messageOf(error)}\n`);
  if (!(error instanceof QuadrantError) && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return error instanceof QuadrantError && error.tag === "bad-argument" ? WRONG_USAGE : FAILED;
}

void main();
