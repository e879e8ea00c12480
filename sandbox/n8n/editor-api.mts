import { randomBytes } from 'node:crypto';
import axios, { type AxiosInstance } from 'axios';
import { parse } from 'flatted';
import { executionFrom, type Execution, type ExecutionData } from './execution.mts';

/** The account with which a person signs in to the editor of a throw-away n8n. */
export interface Owner {
	readonly email: string;
	readonly password: string;
}

/** An execution, as n8n's list of executions shows it. */
export interface ExecutionSummary {
	readonly id: string;
	readonly workflowId: string;
	readonly workflowName: string;
	readonly status: string;
	readonly mode: string;
	readonly startedAt: string;
	readonly stoppedAt: string | null;
}

/** An execution that n8n saved. */
export interface SavedExecution extends Execution {
	readonly id: string;
	readonly workflowId: string;
	/** 'cli', 'webhook', 'manual', … */
	readonly mode: string;
}

/** A workflow to be stored; the rest of an exported one is not. */
interface NewWorkflow {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly object[];
	readonly connections: object;
	readonly settings?: object;
}

/** A credential to be stored; `data` is in plain text. */
interface NewCredential {
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** The result of n8n's credential test, as the editor shows it. */
export interface CredentialTestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

interface ResponseBody<Data> {
	readonly data: Data;
}

interface ExecutionResponse extends ExecutionSummary {
	/** In the format of the `flatted` package, also for n8n's own editor (n8n 2.41.1). */
	readonly data: string;
}

interface ExecutionPage {
	readonly results: ExecutionSummary[];
	/** undefined or null on the last page. */
	readonly nextCursor?: string | null;
}

/** The REST API that n8n's editor uses, signed in as the owner. */
export class EditorApi {
	private constructor(
		/** For requests that have no method here; response bodies are `{ data: … }`. */
		readonly rest: AxiosInstance,
		readonly owner: Owner,
	) {}

	/**
	 * Creates the owner of a fresh n8n and signs in.
	 * @param url base URL of the running n8n
	 * @throws an AxiosError if this n8n has an owner already.
	 */
	static async setUpOwner(url: string): Promise<EditorApi> {
		const rest = axios.create({ baseURL: `${url}/rest`, proxy: false, timeout: 60_000 });
		const owner = randomOwner();
		const response = await rest.post('/owner/setup', {
			...owner,
			firstName: 'Test',
			lastName: 'Owner',
		});
		const cookies = response.headers['set-cookie'] ?? [];
		rest.defaults.headers.common['Cookie'] = cookies
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
		return new EditorApi(rest, owner);
	}

	/** The latest executions, newest first (at most 100), without their data. */
	async executions(): Promise<ExecutionSummary[]> {
		return (await this.#executionPage()).results;
	}

	/** All saved executions, without their data, from n8n 2.41 on: it gives them in pages. */
	async allExecutions(): Promise<ExecutionSummary[]> {
		const all = new Map<string, ExecutionSummary>();
		let cursor: string | undefined;
		do {
			const page = await this.#executionPage(cursor);
			for (const execution of page.results) all.set(execution.id, execution);
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		return [...all.values()];
	}

	/** One saved execution with all that n8n keeps of it. */
	async execution(id: string): Promise<SavedExecution> {
		const response = await this.rest.get<ResponseBody<ExecutionResponse>>(`/executions/${id}`);
		const { workflowId, mode, status, data } = response.data.data;
		const record = { status, data: parse(data) as ExecutionData };
		return { ...executionFrom(record), id, workflowId, mode };
	}

	/** Stores a credential. @returns its ID, which n8n makes up */
	async createCredential(credential: NewCredential): Promise<string> {
		const response = await this.rest.post<ResponseBody<{ id: string }>>('/credentials', credential);
		return response.data.data.id;
	}

	/** Stores a workflow, unpublished; see `keepsWorkflowIds` of versions.mts. */
	async createWorkflow({ id, name, nodes, connections, settings }: NewWorkflow): Promise<void> {
		await this.rest.post('/workflows', { id, name, nodes, connections, settings });
	}

	/** Publishes a stored workflow, as the editor's button does: its webhooks respond soon after. */
	async publish(workflowId: string): Promise<void> {
		const stored = await this.rest.get<ResponseBody<{ versionId: string }>>(
			`/workflows/${workflowId}`,
		);
		const { versionId } = stored.data.data;
		await this.rest.post(`/workflows/${workflowId}/activate`, { versionId });
	}

	/**
	 * Runs the test of a stored credential as the editor does: it reads the data, in which n8n has
	 * blanked the secrets, and sends it back; n8n puts the stored secrets in again. Measured with n8n
	 * 2.41.1: without data the test fails with "Node … does not have any credentials … set".
	 */
	async testCredential(credentialId: string): Promise<CredentialTestResult> {
		type Stored = ResponseBody<{ id: string; name: string; type: string; data: object }>;
		const stored = await this.rest.get<Stored>(`/credentials/${credentialId}`, {
			params: { includeData: true },
		});
		const { id, name, type, data } = stored.data.data;
		const response = await this.rest.post<ResponseBody<CredentialTestResult>>('/credentials/test', {
			credentials: { id, name, type, data },
		});
		return response.data.data;
	}

	async #executionPage(cursor?: string): Promise<ExecutionPage> {
		const response = await this.rest.get<ResponseBody<ExecutionPage>>('/executions', {
			params: { limit: 100, cursor },
		});
		return response.data.data;
	}
}

function randomOwner(): Owner {
	const random = randomBytes(12).toString('hex');
	// n8n requires 8 to 64 characters with a digit and an upper-case letter.
	return { email: `owner-${random.slice(0, 8)}@example.com`, password: `N8n-${random}` };
}
