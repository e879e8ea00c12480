import type { Adapter, AdapterPayload } from 'oidc-provider';

/**
 * The records of one kind that oidc-provider keeps, in memory. Unlike its own store for quick starts this one
 * keeps what has expired, so that an expired access token can be distinguished from an unknown one.
 */
export class OAuthRecords implements Adapter {
	readonly #payloads = new Map<string, AdapterPayload>();

	upsert(id: string, payload: AdapterPayload): Promise<void> {
		this.#payloads.set(id, payload);
		return Promise.resolve();
	}

	find(id: string): Promise<AdapterPayload | undefined> {
		return Promise.resolve(this.#payloads.get(id));
	}

	destroy(id: string): Promise<void> {
		this.#payloads.delete(id);
		return Promise.resolve();
	}

	/** Forgets everything. */
	clear(): void {
		this.#payloads.clear();
	}

	findByUserCode(): Promise<never> {
		return notForClientCredentials();
	}

	findByUid(): Promise<never> {
		return notForClientCredentials();
	}

	consume(): Promise<never> {
		return notForClientCredentials();
	}

	revokeByGrantId(): Promise<never> {
		return notForClientCredentials();
	}
}

function notForClientCredentials(): Promise<never> {
	return Promise.reject(new Error('The client_credentials grant has no use for this'));
}
