import { asProblem } from '../../edge/problem.filter.js';
import { Problem } from '../../problems/problem.js';
import type { PreparedSection } from '../language/prepared-view.js';
import { inputsOf } from './inputs.js';
import type { Outcome } from './outcome.js';
import { problemOfRequired } from './required.js';
import { failed, readSection, type SectionTools } from './section-run.js';
import type { Selection } from './selection.js';

type Refusal = Problem | undefined;

/** One call of a view: its sections run as soon as what they read from is there. */
export class ViewRun {
  private readonly startedAt = performance.now();
  private readonly outcomes = new Map<string, Promise<Outcome>>();

  constructor(
    private readonly selection: Selection,
    private readonly tools: SectionTools,
    private readonly settled: Map<string, Outcome>,
  ) {}

  /**
   * What became of each section.
   *
   * @throws Problem of a required section that has not come, as soon as that is known
   */
  async run(): Promise<ReadonlyMap<string, Outcome>> {
    const { runs, isRequired } = this.selection;
    const refusals = runs.map((section) => this.refusalOf(section));
    // Where a required section is refused, nothing was sent for any of them.
    for (const [index, section] of runs.entries()) {
      const problem = isRequired(section) ? await this.refusalInTime(section, refusals[index]) : undefined;
      if (problem !== undefined) throw problemOfRequired(section, { ...failed(problem), durationMs: 0 });
    }
    for (const [index, section] of runs.entries())
      this.outcomes.set(section.name, this.outcomeOf(section, refusals[index]));
    await Promise.all(runs.map((section) => this.settle(section)));
    return this.settled;
  }

  private async settle(section: PreparedSection): Promise<void> {
    const outcome = await this.outcomes.get(section.name);
    if (outcome === undefined || outcome.status === 'ok' || !this.selection.isRequired(section)) return;
    throw problemOfRequired(section, outcome);
  }

  private async outcomeOf(section: PreparedSection, refusal: Promise<Refusal> | undefined): Promise<Outcome> {
    const lacking = await this.lackingOf(section);
    const startedAt = performance.now();
    const durationMs = (): number => Math.round(performance.now() - startedAt);
    const outcome = await this.inTime(section, async () => {
      const problem = await refusal;
      if (problem !== undefined) return failed(problem);
      if (lacking !== undefined) return { status: 'skipped', missing: lacking };
      return readSection(section, this.tools);
    });
    const settled = { ...outcome, durationMs: durationMs() };
    this.settled.set(section.name, settled);
    return settled;
  }

  /** A section that this one reads from, and that has not come. */
  private async lackingOf({ needs }: PreparedSection): Promise<string | undefined> {
    for (const need of needs) {
      const outcome = await this.outcomes.get(need);
      if (outcome?.data === undefined) return need;
    }
    return undefined;
  }

  /** Whether the row's rules refuse it: told before anything is sent, so far as its parameters are known by then. */
  private async refusalOf(section: PreparedSection): Promise<Refusal> {
    const { route } = section;
    const inputs = inputsOf(section, this.tools.sources, { monthsBack: 0 });
    // A path with a partner cannot be judged without one; it is when the section is read.
    if (inputs.missing.length > 0 && route.hasPartner) return undefined;
    try {
      await this.tools.reads.allows(route, inputs);
      return undefined;
    } catch (error) {
      return asProblem(error);
    }
  }

  private async refusalInTime(section: PreparedSection, refusal: Promise<Refusal> | undefined): Promise<Refusal> {
    const { problem } = await this.inTime(section, async () => {
      const refused = await refusal;
      return refused === undefined ? { status: 'ok' } : failed(refused);
    });
    return problem;
  }

  private async inTime(
    section: PreparedSection,
    work: () => Promise<Omit<Outcome, 'durationMs'>>,
  ): Promise<Omit<Outcome, 'durationMs'>> {
    const leftMs = section.untilMs - (performance.now() - this.startedAt);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Omit<Outcome, 'durationMs'>>((resolve) => {
      timer = setTimeout(() => {
        // Not before it is needed: an error costs a stack trace, and most sections come in time.
        resolve({
          status: 'failed',
          problem: new Problem('upstream_timeout', { upstream: section.route.target.name }),
        });
      }, leftMs);
    });
    try {
      return await Promise.race([work().catch((error: unknown) => failed(asProblem(error))), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
