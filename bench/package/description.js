/** The description of a node with one way in and one way out, and nothing to enter. */
exports.describe = (name, displayName, more = {}) => ({
	name,
	displayName,
	description: displayName,
	version: 1,
	group: ['transform'],
	defaults: { name: displayName },
	inputs: ['main'],
	outputs: ['main'],
	properties: [],
	...more,
});
