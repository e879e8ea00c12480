import type { Cause } from '../errors/causes';

/** What is done about a change that RSA's answer did not confirm. */
export interface Course {
	/** Whether the change may have been made all the same. */
	readonly mayHaveChanged: boolean;
	/** Whether the hardware token is read, and its state decides. */
	readonly readBack: boolean;
	/** Whether the change is sent again, where it surely was not made. */
	readonly sendAgain: boolean;
}

/**
 * The table of docs/delivery.md. A cause that has no row here ends the delivery: another try would end alike.
 * That RSA gets too many requests is no matter of one change: the run waits (pace/).
 */
const courses: Readonly<Partial<Record<Cause, Course>>> = {
	notConfirmed: { mayHaveChanged: true, readBack: true, sendAgain: false },
	answerLost: { mayHaveChanged: true, readBack: true, sendAgain: true },
	serviceFailed: { mayHaveChanged: true, readBack: true, sendAgain: true },
	// What RSA does not document does not say either that nothing was done.
	unexpectedStatus: { mayHaveChanged: true, readBack: true, sendAgain: false },
	notDelivered: { mayHaveChanged: false, readBack: false, sendAgain: true },
	conflict: { mayHaveChanged: false, readBack: true, sendAgain: false },
	userOrHardwareTokenUnknown: { mayHaveChanged: false, readBack: true, sendAgain: false },
};

const END: Course = { mayHaveChanged: false, readBack: false, sendAgain: false };

/** What is done about a change that came to this. */
export function courseAfter(cause: Cause): Course {
	return courses[cause] ?? END;
}
