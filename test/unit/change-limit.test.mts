import { expect, test } from '@jest/globals';

import { changeLimitFailure } from '../../nodes/RsaSecurId/run/changeLimit.ts';
import { SharedChanges } from '../../nodes/RsaSecurId/run/sharedChanges.ts';

const resolved = {
	resolution: { kind: 'steps', steps: [] },
	tenant: { changes: new SharedChanges() },
	timeLeft: 1000,
	seenAfter: 0,
} as const;

test("n8n's event loop can go on between any two items whose changes are counted", async () => {
	let breaks = 0;
	const next = async () => {
		breaks += 1;
		await Promise.resolve();
	};
	expect(await changeLimitFailure([resolved, resolved, resolved], 1, { next })).toBeUndefined();
	expect(breaks).toBe(3);
});
