/** Values by key, in memory. When it is full, the value that was unused longest is dropped. */
export class LruCache<Value> {
	private readonly values = new Map<string, Value>();

	/** @param capacity number of values, at most */
	constructor(private readonly capacity: number) {}

	get(key: string): Value | undefined {
		const value = this.values.get(key);
		// A Map keeps the order of insertion, so the first value is the one unused longest.
		if (value !== undefined) this.set(key, value);
		return value;
	}

	set(key: string, value: Value): void {
		this.values.delete(key);
		this.values.set(key, value);
		if (this.values.size <= this.capacity) return;
		const [unusedLongest] = this.values.keys();
		if (unusedLongest !== undefined) this.values.delete(unusedLongest);
	}

	delete(key: string): void {
		this.values.delete(key);
	}
}
