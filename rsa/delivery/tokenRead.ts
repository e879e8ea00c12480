import { rights } from '../administration';
import type { TokenTarget } from '../change';
import { requestTo } from '../endpoints';
import { readHardwareToken, type HardwareToken } from '../hardwareToken';
import type { Means } from './delivery';
import { read, type Read } from './read';

/**
 * Reads a hardware token by its serial number: RSA's "Retrieve Hardware Token Details API".
 *
 * @param target the token, and the user to see it from
 */
export async function readToken(target: TokenTarget, means: Means): Promise<Read<HardwareToken>> {
	const { tokenSerialNumber } = target;
	const reading = {
		request: requestTo('lookupHardwareToken', { body: { tokenSerialNumber } }),
		right: rights.readHardwareTokens,
		unclear: "RSA's answer does not tell whose the hardware token is",
		thingOf: (body: unknown) => readHardwareToken(body, target),
	};
	return await read(reading, means);
}
