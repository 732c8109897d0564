/** Prints what a command found: JSON for a program, text for a person. */
export function printAnswer(json: boolean, content: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(content, null, 2)}\n` : `${text}\n`);
}
