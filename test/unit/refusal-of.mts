import { Refusal } from '../../rsa/refusal.ts';

/**
 * The refusal that an action throws.
 *
 * @throws where it throws something else, or nothing
 */
export function refusalOf(action: () => unknown): Refusal {
	try {
		action();
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
	throw new Error('Nothing was refused');
}
