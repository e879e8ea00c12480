import { parseArgs } from 'node:util';

/** The options of the command line. */
export interface Order {
	readonly minutes: number;
	readonly seed: number;
	readonly onlyPrints: boolean;
}

/** @throws an Error that says what is wrong with the parameters */
export function orderOf(parameters: string[]): Order {
	const { values } = parseArgs({
		args: parameters,
		options: {
			minutes: { type: 'string', default: '30' },
			seed: { type: 'string', default: '1' },
			'only-print': { type: 'boolean', default: false },
		},
	});
	return {
		minutes: positive('minutes', values.minutes),
		seed: positive('seed', values.seed),
		onlyPrints: values['only-print'],
	};
}

function positive(name: string, text: string): number {
	const number = Number(text);
	if (number > 0) return number;
	throw new Error(`--${name} must be a number above 0, but is ${text}`);
}
