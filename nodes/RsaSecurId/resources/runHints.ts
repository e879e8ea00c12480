/** Maximum details in a hint: a long run could have thousands. */
const MOST_NAMED = 20;

/** Hints that n8n shows after a run, beside its items: one for each subject, with its details. */
export class RunHints {
	private readonly details = new Map<string, Set<string>>();

	/** Adds a detail to the hint about a subject. The same detail of many items is named once. */
	add(subject: string, detail: string): void {
		const details = this.details.get(subject) ?? new Set();
		this.details.set(subject, details.add(detail));
	}

	/** The texts of the hints. */
	messages(): readonly string[] {
		return [...this.details].map(([subject, details]) => {
			const named = [...details].slice(0, MOST_NAMED);
			const more = details.size - named.length;
			return `${subject}: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
		});
	}
}
