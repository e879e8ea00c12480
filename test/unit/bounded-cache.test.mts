import { expect, test } from '@jest/globals';

import { BoundedCache } from '../../rsa/authorization/boundedCache.ts';

test('asking for what is not remembered pushes out nothing that is', () => {
	const cache = new BoundedCache<string>(1);
	cache.set('known', 'value');
	expect(cache.get('unknown')).toBeUndefined();
	expect(cache.get('known')).toBe('value');
});
