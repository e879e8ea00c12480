import { causeInWords } from '../errors/failure';
import type { Change } from './change';

/**
 * Makes the `unsettled` of a change: a change that may have been made fails as `stateUnknown`.
 *
 * @param notReadBack what could not be looked up, such as "it could not be read back"; the reason follows it
 */
export function stateUnknownWith(advice: string, notReadBack: string): Change['unsettled'] {
	return (failure, why, mayHaveBeenApplied) => {
		if (!mayHaveBeenApplied) return failure;
		const end = why === undefined ? '' : `, and ${notReadBack}: ${why}`;
		const reason = `${causeInWords(failure)}${end}`;
		return { ...failure, cause: 'stateUnknown', reason, advice };
	};
}
