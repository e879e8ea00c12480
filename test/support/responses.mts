import type { SendResult } from '../../rsa/http/response.ts';

export const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
export const GRACE = '1c1c0a5e-2222-4a4a-9b9b-000000000002';
export const SERIAL = '000123456789';

/** RSA's response to a request. */
export const answered = (status: number, body: unknown = '', headers = {}): SendResult => ({
	kind: 'response',
	response: { status, headers, body },
});

/** RSA's response to a look-up. */
export const token = (userId: string | null, pinSet: unknown): SendResult =>
	answered(200, { tokenSerialNumber: SERIAL, userId, pinSet, tokenStatus: 'Enabled' });

export const lost: SendResult = {
	kind: 'answerLost',
	reason: 'no response arrived in time',
	networkCode: 'ECONNABORTED',
};
export const notDelivered: SendResult = {
	kind: 'notDelivered',
	reason: 'the host was not found',
	networkCode: 'ENOTFOUND',
};
export const pinCleared = answered(200, {
	userId: ADA,
	tokenSerialNumber: SERIAL,
	pinSet: 'false',
});
export const unassigned = answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned' });
export const absent = answered(404, { code: '404 NOT_FOUND', description: 'Token not found' });
export const conflict = answered(409, {
	code: '409 CONFLICT',
	description: `assigned to ${GRACE}`,
});
