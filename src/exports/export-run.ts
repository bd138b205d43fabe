import { toProblemBody } from '../problems/problem.body.js';
import type { Problem } from '../problems/problem.js';
import { cursorOf, type Position } from './cursor.js';
import { type Format, MEDIA_TYPES, type Writer, writerOf } from './formats.js';
import type { ListWalk } from './list-walk.js';

interface ExportOptions {
  /** What cursors belong to. */
  list: string;
  format: Format;
  start: Position;
  /** Items of the first page. */
  first: readonly string[];
  walk: ListWalk;
  requestId: string;
  onFailure: (problem: Problem) => void;
}

/** Names of headers and trailers, in lower case. */
export const CURSOR_HEADER = 'export-cursor';
const TRAILERS = [
  'export-status',
  'export-rows',
  'export-total',
  'export-consistency',
  'export-error',
  'export-unplaced',
  'export-next-cursor',
] as const;
type Trailer = (typeof TRAILERS)[number];

/** Members that a trailer names at most. */
const MOST_UNPLACED = 20;

/** The answer of one call of an export. */
export class ExportRun {
  readonly contentType: string;
  readonly trailers = TRAILERS;
  private readonly writer: Writer;
  private tellsEnd = false;

  constructor(private readonly options: ExportOptions) {
    const { format, first, start } = options;
    this.contentType = MEDIA_TYPES[format];
    this.writer = writerOf(format, first, start.columns);
  }

  /** Cursor of the beginning of this answer: with the number of rows that have come, an export goes on where a connection was cut. */
  get startCursor(): string {
    const { list, start, walk } = this.options;
    const { size, total } = walk.position;
    return cursorOf(list, this.withColumns({ ...start, size, ...(total !== undefined && { total }) }));
  }

  /** The note at the end is written of a complete list, too. */
  alwaysTellEnd(): void {
    this.tellsEnd = true;
  }

  /** Ends the export with a failure. */
  stop(problem: Problem): void {
    this.options.walk.stop(problem);
  }

  /** One chunk for each page. */
  async *chunks(): AsyncGenerator<string> {
    const { first, walk, onFailure, start } = this.options;
    const { writer } = this;
    if (start.rows === 0) yield* nonEmpty(writer.head());
    for (let items: readonly string[] | undefined = first; items !== undefined; items = await walk.next())
      yield* nonEmpty(items.map((item) => writer.line(item)).join(''));
    if (walk.problem !== undefined) onFailure(walk.problem);
    if (this.tellsEnd || walk.status !== 'complete' || walk.consistency === 'changed' || writer.unplaced.size > 0)
      yield writer.note(this.note());
  }

  trailer(name: Trailer): string {
    const { walk } = this.options;
    const { rows, total } = walk.position;
    const values: Readonly<Record<Trailer, () => string>> = {
      'export-status': () => walk.status,
      'export-rows': () => String(rows),
      'export-total': () => String(total ?? 'unknown'),
      'export-consistency': () => walk.consistency,
      'export-error': () => walk.problem?.code ?? 'none',
      'export-unplaced': () => this.unplaced().map(encodeURIComponent).join(',') || 'none',
      'export-next-cursor': () => this.nextCursor() ?? 'none',
    };
    return values[name]();
  }

  private note(): Readonly<Record<string, unknown>> {
    const { walk, requestId } = this.options;
    const { rows, total } = walk.position;
    return {
      status: walk.status,
      rows,
      total,
      consistency: walk.consistency,
      cursor: this.nextCursor(),
      ...(this.writer.unplaced.size > 0 && { unplaced: this.unplaced() }),
      ...(walk.problem !== undefined && { error: toProblemBody(walk.problem, requestId) }),
    };
  }

  private nextCursor(): string | undefined {
    const { list, walk } = this.options;
    return walk.status === 'complete' ? undefined : cursorOf(list, this.withColumns(walk.position));
  }

  private withColumns(position: Position): Position {
    const { columns } = this.writer;
    return columns === undefined ? position : { ...position, columns };
  }

  private unplaced(): string[] {
    return [...this.writer.unplaced].slice(0, MOST_UNPLACED).map((name) => name.toWellFormed());
  }
}

function nonEmpty(text: string): string[] {
  return text === '' ? [] : [text];
}
