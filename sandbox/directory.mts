import { randomUUID } from 'node:crypto';
import type { components } from '../contract/rsa-cloud-administration.types.ts';

type TokenState = components['schemas']['TokenState'];
type TokenStatus = components['schemas']['TokenStatus'];

/** A person in the tenant. */
export interface User {
	/** A GUID. */
	readonly userId: string;
	readonly emailAddress: string;
	readonly username: string;
}

/** A SecurID 700 and all the tenant knows of it. Times are ISO 8601 with milliseconds and Z. */
export interface HardwareToken {
	readonly tokenSerialNumber: string;
	readonly deviceType: string;
	readonly name: string | null;
	readonly userId: string | null;
	readonly tokenState: TokenState;
	readonly tokenStatus: TokenStatus;
	readonly tokenStatusChangedAt: string | null;
	readonly pinSet: boolean;
	readonly assignedBy: string | null;
	readonly assignedAt: string | null;
	readonly registeredDate: string | null;
	readonly expiryDate: string;
}

/** What a test says of a hardware token; the rest follows from whether it is assigned. */
export type HardwareTokenSeed = Pick<HardwareToken, 'tokenSerialNumber'> & Partial<HardwareToken>;

/** What is null or so by default of a hardware token that nobody has: RSA's lookup example. */
const unassigned = {
	userId: null,
	name: null,
	tokenState: 'Unassigned',
	assignedBy: null,
	assignedAt: null,
	registeredDate: null,
	tokenStatusChangedAt: null,
} as const satisfies Partial<HardwareToken>;

/** The users and hardware tokens of a tenant, and the only place where they change. */
export class Directory {
	readonly #users = new Map<string, User>();
	readonly #hardwareTokens = new Map<string, HardwareToken>();
	readonly #now: () => Date;
	#revision = 0;

	constructor(now: () => Date) {
		this.#now = now;
	}

	/** Grows with every change that a request makes, and only then. */
	get revision(): number {
		return this.#revision;
	}

	addUser(seed: Partial<User>): User {
		const userId = seed.userId ?? randomUUID();
		const username = seed.username ?? `user-${userId.slice(0, 8)}`;
		const user = { userId, username, emailAddress: `${username}@example.com`, ...seed };
		this.#users.set(keyOf(userId), user);
		return { ...user };
	}

	/** @throws when the owner named is not a user of the tenant */
	addHardwareToken(seed: HardwareTokenSeed): HardwareToken {
		const { userId } = seed;
		if (typeof userId === 'string' && !this.user(userId)) {
			throw new Error(`There is no user ${userId} to own hardware token ${seed.tokenSerialNumber}`);
		}
		const token: HardwareToken = {
			deviceType: 'SID700',
			tokenStatus: 'Enabled',
			pinSet: false,
			expiryDate: '2030-02-12T00:00:00.000Z',
			...(typeof userId === 'string' ? this.#assignment(seed.tokenSerialNumber) : unassigned),
			userId: null,
			...seed,
		};
		this.#hardwareTokens.set(token.tokenSerialNumber, token);
		return { ...token };
	}

	user(userId: string): User | undefined {
		return this.#users.get(keyOf(userId));
	}

	hardwareToken(tokenSerialNumber: string): HardwareToken | undefined {
		const token = this.#hardwareTokens.get(tokenSerialNumber);
		return token && { ...token };
	}

	clearPin(token: HardwareToken): HardwareToken {
		return this.#change(token, { pinSet: false });
	}

	/** Keeps the PIN: no RSA page says that Unassign clears it, so nobody may rely on that. */
	unassign(token: HardwareToken): HardwareToken {
		return this.#change(token, unassigned);
	}

	#change(token: HardwareToken, change: Partial<HardwareToken>): HardwareToken {
		const changed = { ...token, ...change };
		if (JSON.stringify(changed) !== JSON.stringify(token)) this.#revision += 1;
		this.#hardwareTokens.set(token.tokenSerialNumber, changed);
		return { ...changed };
	}

	#assignment(tokenSerialNumber: string) {
		const assignedAt = this.#now().toISOString();
		return {
			// RSA's Assign page: the server names the token after its serial number by default.
			name: tokenSerialNumber,
			tokenState: 'Activated',
			tokenStatusChangedAt: assignedAt,
			assignedBy: 'Help Desk Administrator',
			assignedAt,
			registeredDate: assignedAt,
		} as const;
	}
}

/** GUIDs are the same in upper and lower case. */
function keyOf(userId: string): string {
	return userId.toLowerCase();
}
