/** Writes a step of the demo. */
export function say(line: string): void {
	print(`> ${line}`);
}

/** Writes a line of output. */
export function print(text: string): void {
	process.stdout.write(`${text}\n`);
}
