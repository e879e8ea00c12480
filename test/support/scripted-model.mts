import fastify, { type FastifyInstance } from 'fastify';

/** A tool as a chat model gets it. */
interface OfferedTool {
	readonly name: string;
	readonly description: string;
	/** JSON schema of its arguments. */
	readonly parameters: { readonly properties: Readonly<Record<string, unknown>> };
}

interface Message {
	readonly role: string;
	readonly content?: unknown;
}

/** A request to OpenAI's chat completions API, as far as it is read. */
interface ChatRequest {
	readonly stream?: boolean;
	readonly messages: readonly Message[];
	readonly tools?: ReadonlyArray<{ readonly function: OfferedTool }>;
}

/** Messages to the model in one conversation. */
export interface Conversation {
	/** The tools that it might have called. */
	readonly offered: readonly OfferedTool[];
	/** The result of its call, as n8n gave it to the model; undefined until then. */
	readonly toolResult: string | undefined;
}

/** Fastify rejects any other request, so that no test continues with a request that it cannot read. */
const chatRequestSchema = {
	type: 'object',
	required: ['messages'],
	properties: {
		stream: { const: false },
		messages: {
			type: 'array',
			items: { type: 'object', required: ['role'], properties: { role: { type: 'string' } } },
		},
		tools: {
			type: 'array',
			items: {
				type: 'object',
				required: ['function'],
				properties: {
					function: {
						type: 'object',
						required: ['name', 'description', 'parameters'],
						properties: {
							name: { type: 'string' },
							description: { type: 'string' },
							parameters: {
								type: 'object',
								required: ['properties'],
								properties: { properties: { type: 'object', additionalProperties: true } },
							},
						},
					},
				},
			},
		},
	},
};

/**
 * A chat model on loopback with OpenAI's chat completions API. It calls the first tool that it is offered,
 * with the arguments that a test gave it, and responds with the result.
 */
export class ScriptedModel {
	/** The arguments of its next calls. */
	callsWith: Readonly<Record<string, string>> = {};
	readonly #fastify: FastifyInstance;
	#conversation: Conversation = { offered: [], toolResult: undefined };

	/** The base URL that n8n's credential for OpenAI takes. */
	readonly url: string;

	private constructor(server: FastifyInstance, origin: string) {
		this.#fastify = server;
		this.url = `${origin}/v1`;
	}

	/** Starts a model on a free port; the caller stops it. */
	static async start(): Promise<ScriptedModel> {
		const server = fastify();
		server.post<{ Body: ChatRequest }>(
			'/v1/chat/completions',
			{ schema: { body: chatRequestSchema } },
			({ body }) => completion(model.#choiceFor(body)),
		);
		const model = new ScriptedModel(server, await server.listen({ host: '127.0.0.1', port: 0 }));
		return model;
	}

	/** Messages since the last request without a tool's result. */
	get conversation(): Conversation {
		return this.#conversation;
	}

	async stop(): Promise<void> {
		await this.#fastify.close();
	}

	#choiceFor({ messages, tools = [] }: ChatRequest): object {
		const last = messages.at(-1);
		if (last?.role === 'tool') {
			const toolResult = textOf(last.content);
			this.#conversation = { ...this.#conversation, toolResult };
			return { message: { role: 'assistant', content: toolResult }, finish_reason: 'stop' };
		}
		const offered = tools.map(({ function: tool }) => tool);
		this.#conversation = { offered, toolResult: undefined };
		return callOf(offered[0]?.name ?? '', this.callsWith);
	}
}

function callOf(name: string, given: object): object {
	const call = {
		id: 'call_1',
		type: 'function',
		function: { name, arguments: JSON.stringify(given) },
	};
	const message = { role: 'assistant', content: null, tool_calls: [call] };
	return { message, finish_reason: 'tool_calls' };
}

function completion(choice: object): object {
	return {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [{ index: 0, ...choice }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** A message's content is a text, or parts of which some are. */
function textOf(content: unknown): string {
	return typeof content === 'string' ? content : JSON.stringify(content);
}
