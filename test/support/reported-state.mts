import { unchangedTexts, type Subject } from '../../rsa/errors/unchangedTexts.ts';

/** Whether a text says that what it is about was not changed, in the very words of the table of states. */
export function saysUnchanged(subject: Subject, text: string): boolean {
	const { unchanged, leftAlone, notAttempted } = unchangedTexts[subject];
	return [unchanged, leftAlone, notAttempted].some((state) => text.includes(state.trim()));
}
