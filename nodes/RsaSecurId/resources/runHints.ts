/** Details named in a hint. A long run could name thousands. */
const MOST_NAMED = 20;

/** What a person should know after a run beside its items: a hint for each subject, with what it is about. */
export class RunHints {
	private readonly details = new Map<string, Set<string>>();

	/** Adds what a subject is about. The same is named once, whatever the number of items that say it. */
	add(subject: string, detail: string): void {
		const details = this.details.get(subject) ?? new Set();
		this.details.set(subject, details.add(detail));
	}

	/** The hints, a sentence each. */
	messages(): readonly string[] {
		return [...this.details].map(([subject, details]) => {
			const named = [...details].slice(0, MOST_NAMED);
			const more = details.size - named.length;
			return `${subject}: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
		});
	}
}
