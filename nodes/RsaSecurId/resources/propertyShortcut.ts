/** An expression that is only a property of the item: `={{ $json.leaver.userId }}` or `={{ $json["user ID"] }}`. */
const PROPERTY_OF_ITEM =
	/^=\{\{\s*\$json((?:\.[a-z_$][\w$]*|\["[^"\\]+"\]|\['[^'\\]+'\])+)\s*\}\}$/i;
const STEPS = /\.([\w$]+)|\["([^"]+)"\]|\['([^']+)'\]/g;

/**
 * Reads a text property of the item directly, in place of n8n's evaluation of the expression, after that gave the same
 * value for an earlier item. For a node as a tool it gives another one: `$json` is then the agent's item, and the node's
 * input is the model's arguments (n8n-core 2.41.1, handleToolInvocation).
 */
export class PropertyShortcut {
	private trust: 'unproven' | 'proven' | 'disproved' = 'unproven';

	private constructor(private readonly path: readonly string[]) {}

	/** @returns undefined if the expression is anything else than a property of the item */
	static for(expression: unknown): PropertyShortcut | undefined {
		if (typeof expression !== 'string') return undefined;
		const path = PROPERTY_OF_ITEM.exec(expression)?.[1];
		if (path === undefined) return undefined;
		const steps = Array.from(path.matchAll(STEPS), ([, ...step]) => step.find(isText) ?? '');
		return new PropertyShortcut(steps);
	}

	/**
	 * The value of the expression for an item.
	 *
	 * @param json the item's JSON
	 * @param evaluate n8n's own evaluation for the item
	 */
	valueIn(json: unknown, evaluate: () => unknown): unknown {
		const text = this.path.reduce(ownProperty, json);
		if (!isText(text) || this.trust === 'disproved') return evaluate();
		if (this.trust === 'proven') return text;
		const value = evaluate();
		this.trust = value === text ? 'proven' : 'disproved';
		return value;
	}
}

/** A property of an object that is not inherited; undefined if there is none, or the value is no object. */
export function ownProperty(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
