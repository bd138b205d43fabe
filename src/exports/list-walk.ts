import { streamedBuffers } from '../common/process/young-generation.js';
import { asProblem } from '../edge/problem.filter.js';
import { Problem } from '../problems/problem.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import type { Position } from './cursor.js';
import { type ListPage, pageIn } from './list-page.js';

/** `more`: the budget of pages is used up, and the cursor goes on. */
export type WalkStatus = 'running' | 'complete' | 'more' | 'failed';
/** `unchecked`: the upstream tells no total by which a change could be seen. */
export type Consistency = 'consistent' | 'changed' | 'unchecked';

/** A page is there as it was read, in one piece, as text and as lines. */
const COPIES = 4;

export interface WalkOptions {
  route: PreparedRoute;
  /** Items of a page that are asked for. */
  limit: number;
  /** Pages that may be read. */
  budget: number;
  /** The `data` of the row's answer, with these parameters beside those of the caller. */
  read: (paging: Readonly<Record<string, string>>) => Promise<string>;
}

/** Reads a list page by page, never more than one ahead of who takes it. */
export class ListWalk {
  status: WalkStatus = 'running';
  problem: Problem | undefined;
  private hasChanged = false;
  private pagesRead = 0;
  private previous: ReadonlySet<string> = new Set();
  private stopped: Problem | undefined;
  /** Gives the read under way up. */
  private giveUp: ((problem: Problem) => void) | undefined;

  constructor(
    private readonly options: WalkOptions,
    /** Behind what was given. */
    public position: Position,
  ) {}

  get consistency(): Consistency {
    if (this.hasChanged) return 'changed';
    return this.position.total === undefined && !this.isWhole ? 'unchecked' : 'consistent';
  }

  private get isWhole(): boolean {
    return this.options.route.row.pages === 'whole';
  }

  /** No more is read, and the read under way is given up. */
  stop(problem: Problem): void {
    if (this.status !== 'running') return;
    this.stopped = problem;
    this.giveUp?.(problem);
  }

  /** The next items; undefined at the end, also at one by a failure: `status` tells. */
  async next(): Promise<readonly string[] | undefined> {
    if (this.status !== 'running') return undefined;
    if (this.stopped === undefined && this.pagesRead >= this.options.budget) {
      this.status = 'more';
      return undefined;
    }
    try {
      if (this.stopped !== undefined) throw this.stopped;
      return this.take(await this.unlessStopped(this.page()));
    } catch (error) {
      this.status = 'failed';
      this.problem = asProblem(error);
      return undefined;
    }
  }

  /** A race with one promise for all pages would keep them all until the end of the walk. */
  private unlessStopped(page: Promise<ListPage>): Promise<ListPage> {
    return new Promise((resolve, reject) => {
      this.giveUp = reject;
      page.then(resolve, reject);
    });
  }

  private async page(): Promise<ListPage> {
    const { route, limit, read } = this.options;
    const { pages } = route.row;
    const { page: number } = this.position;
    const isPaged = pages !== undefined && pages !== 'whole';
    const text = await read(isPaged ? { [pages.page]: String(number), [pages.limit]: String(limit) } : {});
    streamedBuffers.add(COPIES * text.length);
    const page = pageIn(text);
    this.pagesRead += 1;
    if (page === undefined) throw new Problem('upstream_invalid_answer', { upstream: route.target.name });
    return page;
  }

  private take({ items, total = this.position.total }: ListPage): readonly string[] | undefined {
    const { position, previous } = this;
    const isRepeat = items.length > 0 && items.length === previous.size && items.every((item) => previous.has(item));
    if (isRepeat) {
      this.endOfRepeat(total);
      return undefined;
    }
    this.look(items, total);
    const size = position.size > 0 ? position.size : items.length;
    const given = items.slice(position.index);
    const isLast = this.isLast(items.length, size, total);
    if (isLast) this.status = 'complete';
    this.previous = new Set(items);
    this.position = {
      ...position,
      ...(isLast ? { index: Math.max(position.index, items.length) } : { page: position.page + 1, index: 0 }),
      size,
      rows: position.rows + given.length,
      ...(total !== undefined && { total }),
    };
    return given;
  }

  /** Upstreams that know no pages answer with the whole list each time. */
  private endOfRepeat(total: number | undefined): void {
    if (total !== undefined && total > this.position.rows)
      throw new Problem('upstream_invalid_answer', { upstream: this.options.route.target.name });
    this.status = 'complete';
  }

  /** What was added or taken out in front of the page moves what is on it. */
  private look(items: readonly string[], total: number | undefined): void {
    const { position, previous } = this;
    const hasMoved = position.total !== undefined && total !== position.total;
    const isShort = items.length < position.size && total !== undefined && this.before() + items.length < total;
    const isAnother = this.isWhole && position.size > 0 && items.length !== position.size;
    if (hasMoved || isShort || isAnother || items.length < position.index || items.some((item) => previous.has(item)))
      this.hasChanged = true;
  }

  private isLast(count: number, size: number, total: number | undefined): boolean {
    if (this.isWhole || count === 0) return true;
    if (total !== undefined) return (this.position.page - 1) * size + count >= total;
    // The first page may be short because the upstream gives fewer than were asked for: only the next one tells.
    return this.position.size > 0 && count < size;
  }

  private before(): number {
    return (this.position.page - 1) * this.position.size;
  }
}
