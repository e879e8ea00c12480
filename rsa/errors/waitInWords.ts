import { LONGEST_WAIT } from '../http/retryAfter';

/** ms. Tolerance: a part of the longest wait may have passed by now. */
const A_DAY = 24 * 3_600_000;

/** Units of a wait in words, each from so many s on: seconds as far as people compare them with a deadline. */
const units: ReadonlyArray<[from: number, name: string, length: number]> = [
	[3 * 86_400, 'days', 86_400],
	[6 * 3600, 'hours', 3600],
	[10 * 60, 'minutes', 60],
	[0, 's', 1],
];

/** @param milliseconds rounded up: a retry must not be too early */
export function waitInWords(milliseconds: number): string {
	if (milliseconds > LONGEST_WAIT - A_DAY) return 'a year or longer';
	const seconds = Math.ceil(milliseconds / 1000);
	const [, name, length] = units.find(([from]) => seconds >= from) ?? [0, 's', 1];
	return `${Math.ceil(seconds / length)} ${name}`;
}
