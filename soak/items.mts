import { randomUUID } from 'node:crypto';

import type { Tenant, User } from '../sandbox/tenant/tenant.mts';
import { addLeaver } from '../test/support/leaver.mts';
import {
	codesTarget,
	deviceTarget,
	disabledUserTarget,
	ds100Target,
	fidoTarget,
	highRiskTarget,
	tokenTarget,
	type Target,
	type TokenChange,
} from './targets.mts';
import { works, type WorkTargets, type Work, type WorkName } from './workflows.mts';

/** An item, as its workflow gets it, and its targets. */
export interface Item {
	readonly work: WorkName;
	/** The user by ID for hardware tokens, or else by email address; the token, device or authenticator. */
	readonly json: { readonly user: string; readonly target: string };
	/** What the item is to change; nothing if the item names a wrong token, or only reads. */
	readonly own: readonly Target[];
	/** The hardware token that it names, if that is someone else's or does not exist. */
	readonly wrong?: string;
}

type NewItem = Omit<Item, 'work'>;

/** Makes items of every kind, each with its own users, hardware tokens and authenticators. */
export class ItemSupply {
	readonly #tenant: Tenant;
	readonly #random: () => number;
	#next = 1;

	/** @param random gives numbers from 0 to below 1 */
	constructor(tenant: Tenant, random: () => number) {
		this.#tenant = tenant;
		this.#random = random;
	}

	/** Of the items that name one token, one in twenty names a token that is someone else's or does not exist. */
	take(work: WorkName, count: number): Item[] {
		const { of: targets, clearsPinFirst = false }: Work = works[work];
		return Array.from({ length: count }, () => ({ work, ...this.#item(targets, clearsPinFirst) }));
	}

	#item(targets: WorkTargets, clearsPinFirst: boolean): NewItem {
		switch (targets.kind) {
			case 'token':
				return this.#random() < 0.05 ? this.#wrong() : this.#tokens(targets.change, clearsPinFirst);
			case 'allTokens': {
				const count = 1 + Math.floor(this.#random() * 3);
				return this.#tokens(targets.change, clearsPinFirst, count);
			}
			case 'device':
				return this.#device();
			case 'fido':
				return this.#fido(targets.status);
			case 'ds100':
				return this.#ds100(targets.status);
			case 'codes':
				return this.#codes();
			case 'highRisk':
				return this.#highRisk(targets.action);
			case 'everything':
				return this.#everything();
			case 'nothing':
				return itemOf(this.#user());
		}
	}

	#tokens(change: TokenChange, clearsPinFirst: boolean, count = 1): NewItem {
		const { userId } = this.#tenant.addUser();
		const own = Array.from({ length: count }, () =>
			tokenTarget(this.#tokenOf(userId), change, clearsPinFirst),
		);
		return { json: { user: userId, target: own[0]?.key ?? '' }, own };
	}

	#wrong(): NewItem {
		const { userId } = this.#tenant.addUser();
		const wrong =
			this.#random() < 0.5 ? this.#tokenOf(this.#tenant.addUser().userId) : randomUUID();
		return { json: { user: userId, target: wrong }, own: [], wrong };
	}

	#device(): NewItem {
		const user = this.#user();
		const { userId } = user;
		const kind = this.#random() < 0.5 ? 'mobile' : 'browser';
		const { id } = this.#tenant.addAuthenticator({ kind, userId });
		return itemOf(user, deviceTarget(id, userId));
	}

	#fido(requested: 'Enabled' | 'Disabled'): NewItem {
		const user = this.#user();
		const { userId } = user;
		const status = requested === 'Enabled' ? 'Disabled' : 'Enabled';
		const { id } = this.#tenant.addAuthenticator({ kind: 'fido', userId, status });
		return itemOf(user, fidoTarget(id, userId, requested));
	}

	#ds100(requested: 'Enabled' | 'Disabled'): NewItem {
		const user = this.#user();
		const { userId } = user;
		const tokenStatus = requested === 'Enabled' ? 'Disabled' : 'Enabled';
		const deviceSerialNumber = this.#serialNumber();
		this.#tenant.addAuthenticator({ kind: 'ds100', userId, deviceSerialNumber, tokenStatus });
		return itemOf(user, ds100Target(deviceSerialNumber, userId, requested));
	}

	#codes(): NewItem {
		const emergencyTokencodeId = randomUUID();
		const user = this.#user({ emergencyAccessStatus: 'Enabled', emergencyTokencodeId });
		return itemOf(user, codesTarget(emergencyTokencodeId, user.userId));
	}

	#highRisk(action: 'add' | 'remove'): NewItem {
		const user = this.#user({ highRiskUser: action === 'remove' });
		return itemOf(user, highRiskTarget(user.emailAddress, user.userId, action));
	}

	#everything(): NewItem {
		const leaver = addLeaver(this.#tenant, this.#next++);
		const { userId, email, serialNumbers, phone, browser, key, ds100, code } = leaver;
		const own = [
			disabledUserTarget(userId),
			...serialNumbers.map((serialNumber) => tokenTarget(serialNumber, 'unassign', true)),
			deviceTarget(phone, userId),
			deviceTarget(browser, userId),
			fidoTarget(key, userId, 'Disabled'),
			ds100Target(ds100, userId, 'Disabled'),
			codesTarget(code, userId),
		];
		return { json: { user: email, target: '' }, own };
	}

	#user(user: Partial<User> = {}): User {
		return this.#tenant.addUser(user);
	}

	#tokenOf(userId: string): string {
		const tokenSerialNumber = this.#serialNumber();
		this.#tenant.addHardwareToken({ tokenSerialNumber, userId, pinSet: true });
		return tokenSerialNumber;
	}

	#serialNumber(): string {
		return String(this.#next++).padStart(12, '0');
	}
}

function itemOf({ emailAddress }: User, target?: Target): NewItem {
	return {
		json: { user: emailAddress, target: target?.key ?? '' },
		own: target === undefined ? [] : [target],
	};
}
