import { describe, expect, test } from '@jest/globals';

import { isSameText } from '../../rsa/values/sameText.ts';

describe('names and addresses are of the same user', () => {
	test.each([
		['ada@example.com', 'ada@example.com'],
		['Ada@Example.com', 'aDA@eXAMPLE.COM'],
		['ÉMILIE', 'émilie'],
	])('in another case: %s, %s', (one, other) => {
		expect(isSameText(one, other)).toBe(true);
	});

	test.each([
		['\u212Aim', 'kim'],
		['\u212Aim', 'Kim'],
		['\u0131da', 'ida'],
		['\u0131da', 'Ida'],
		['\u017Fam', 'sam'],
		['stra\u00DFe', 'strasse'],
		['ada ', 'ada'],
		['ada', 'adam'],
	])('but not where another letter has the same other case: %j, %j', (one, other) => {
		expect(isSameText(one, other)).toBe(false);
		expect(isSameText(other, one)).toBe(false);
	});
});
