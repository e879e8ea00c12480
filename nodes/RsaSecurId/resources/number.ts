/** A number as a parameter may hold it: as such, or as the text that an expression made of it. NaN for all else. */
export function numberFrom(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}
