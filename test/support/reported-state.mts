import { knownStateTexts, type Subject } from '../../rsa/errors/knownStateTexts.ts';

/** Whether a text says that what it is about was not changed, in the very words of the table of states. */
export function saysUnchanged(subject: Subject, text: string): boolean {
	const { unchanged, leftAlone, notAttempted } = knownStateTexts[subject];
	return [unchanged, leftAlone, notAttempted].some((state) => text.includes(state.trim()));
}
