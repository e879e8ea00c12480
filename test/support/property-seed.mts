/**
 * The seed of the properties that are checked over real HTTP: the same runs each time, so that a red test is due to a
 * change. PROPERTY_SEED gives others, which the nightly runs do.
 */
export const seed = Number(process.env['PROPERTY_SEED'] ?? 1);
