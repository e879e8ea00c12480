import type { Run } from './measurement.mts';
import type { Plot } from './plots/plot.mts';
import type { Requirement } from './requirements.mts';
import type { Workbench } from './workbench.mts';

/** A benchmark: the runs that it makes, and the requirements on them. */
export interface BenchmarkCase {
	/** For the command line. */
	readonly name: string;
	/** For the page. */
	readonly title: string;
	/** For the page: what is run, and what it is compared with. */
	readonly description: string;
	/** For the page, if a requirement is not met: the measured cause. */
	readonly causeOfMiss?: string;
	/** Whether its runs have processes of their own, so that the page may show their memory. */
	readonly comparesMemory?: boolean;
	/** Makes all runs, on a tenant and an n8n of its own. */
	readonly measure: (bench: Workbench) => Promise<Run[]>;
	/** The requirements on these runs. */
	readonly requirements: (runs: readonly Run[]) => Requirement[];
	readonly plots?: (runs: readonly Run[]) => Plot[];
}
