import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { CREDENTIAL_TYPE } from '../client';
import { UserFacingError } from '../../../rsa/values/userFacingError';

/** Items. The credential of a run that has no more of them is read for each. */
const SAMPLE = 16;

/**
 * The credential's fields as n8n resolves them for each item of the input: its fields may be expressions that read
 * the item. Which of them are, n8n does not tell a node. Items with the same fields get the same object, so that an
 * access token renewed for one serves all.
 */
export class CredentialsOfItems {
	private readonly known = new Map<string, ICredentialDataDecryptedObject>();
	private fixed: Promise<ICredentialDataDecryptedObject | undefined> | undefined;
	private readonly readings = new Map<number, Promise<ICredentialDataDecryptedObject>>();
	private latest: Promise<unknown> = Promise.resolve();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * The fields for one item, read once. Items are answered in the order in which they ask.
	 *
	 * @throws {UserFacingError} where n8n cannot read or resolve them
	 */
	async of(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		this.fixed ??= this.readFixed();
		return (await this.fixed) ?? (await this.readOnce(itemIndex));
	}

	/**
	 * Reading a credential costs n8n 1.8 ms of CPU time (measured, 2.41.1), more than all else of an item. So in a long
	 * run it is read for a sample of the items first, and for one that is not there: for that one an expression on the
	 * item fails or finds nothing (n8n-workflow 1.123, 2.8 and 2.41, nodeDataGetter).
	 *
	 * @returns undefined if the fields may differ from item to item
	 */
	private async readFixed(): Promise<ICredentialDataDecryptedObject | undefined> {
		const items = this.context.getInputData();
		if (items.length <= SAMPLE) return undefined;
		const indexes = [...sampleOf(items), items.length];
		const reads = indexes.map(async (itemIndex) => await this.read(itemIndex));
		// What cannot be read here shows in the item that it cannot be read for.
		const [fields, ...others] = await Promise.all(reads).catch(() => []);
		if (fields === undefined || !hasAllValues(fields)) return undefined;
		return others.every((other) => keyOf(other) === keyOf(fields)) ? fields : undefined;
	}

	/** One after the other: items of one hardware token must not overtake each other here. */
	private async readOnce(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		const earlier = this.readings.get(itemIndex);
		if (earlier !== undefined) return await earlier;
		const read = async () => this.shared(await this.read(itemIndex));
		const reading = this.latest.then(read, read);
		this.latest = reading;
		this.readings.set(itemIndex, reading);
		return await reading;
	}

	private async read(itemIndex: number): Promise<ICredentialDataDecryptedObject> {
		try {
			return await this.context.getCredentials(CREDENTIAL_TYPE, itemIndex);
		} catch (error) {
			throw notRead(error);
		}
	}

	private shared(fields: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const known = this.known.get(keyOf(fields)) ?? fields;
		this.known.set(keyOf(fields), known);
		return known;
	}
}

/** Items of which the first of each form are in the sample, and as many spread over the run. */
function sampleOf(items: readonly INodeExecutionData[]): number[] {
	const forms = new Map<string, number>();
	items.forEach(({ json }, itemIndex) => {
		const form = formOf(json);
		if (!forms.has(form)) forms.set(form, itemIndex);
	});
	const step = (items.length - 1) / (SAMPLE - 1);
	const spread = Array.from({ length: SAMPLE }, (_, index) => Math.round(index * step));
	return [...new Set([...[...forms.values()].slice(0, SAMPLE), ...spread])];
}

/** The properties that an item has a value for: an expression with a value in their place gives that one without. */
function formOf(json: IDataObject): string {
	const named = Object.entries(json).filter(([, value]) => value !== null && value !== '');
	return JSON.stringify(named.map(([name]) => name).sort());
}

/** The same for the same fields. The access token is no field of the form: n8n may store another one meanwhile. */
function keyOf(fields: ICredentialDataDecryptedObject): string {
	return JSON.stringify({ ...fields, accessToken: undefined });
}

/** An expression that finds nothing gives no value. */
function hasAllValues(fields: ICredentialDataDecryptedObject): boolean {
	return Object.values(fields).every((value: unknown) => value !== undefined && value !== null);
}

function notRead(error: unknown): UserFacingError {
	const reason = error instanceof Error ? error.message : String(error);
	return new UserFacingError(
		`The credential cannot be read: ${reason}`,
		'Choose a credential in the node. If its fields are expressions, check that they resolve to a value for this item.',
	);
}
