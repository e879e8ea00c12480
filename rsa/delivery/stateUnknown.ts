import { causeInWords } from '../errors/failure';
import type { Change } from './change';

/**
 * The failure of a change that may have been made: that its state is not known, and what to do about it.
 *
 * @param notReadBack why it is open beside the cause, before the reason of a look-up that does not tell
 */
export function stateUnknownWith(advice: string, notReadBack: string): Change['unsettled'] {
	return (failure, why, mayHaveBeenApplied) => {
		if (!mayHaveBeenApplied) return failure;
		const end = why === undefined ? '' : `, and ${notReadBack}: ${why}`;
		const reason = `${causeInWords(failure)}${end}`;
		return { ...failure, cause: 'stateUnknown', reason, advice };
	};
}
