/** Writes a number of ms in seconds. */
export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
export const inMilliseconds = (ms: number): string => `${ms.toFixed(2)} ms`;
/** Writes a number of bytes in MiB. */
export const inMebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
/** Writes a share of 1 in percent. */
export const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`;
export const asRatio = (ratio: number): string => ratio.toFixed(2);
export const asCount = (count: number): string =>
	count.toLocaleString('en', { maximumFractionDigits: 1 });
