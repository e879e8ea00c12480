import { expect, test } from '@jest/globals';

import { LruCache } from '../../rsa/authorization/lruCache.ts';

test('asking for what is not remembered pushes out nothing that is', () => {
	const cache = new LruCache<string>(1);
	cache.set('known', 'value');
	expect(cache.get('unknown')).toBeUndefined();
	expect(cache.get('known')).toBe('value');
});
