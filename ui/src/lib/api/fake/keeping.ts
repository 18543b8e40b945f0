/** The fake's list of takes, its rule, and its calibration. */
import { AppError } from '../errors';
import type { Calibration } from '../generated/Calibration';
import type { KeepRule } from '../generated/KeepRule';
import type { KeepTake } from '../generated/KeepTake';
import type { Notice } from '../generated/Notice';
import type { SoundFormat } from '../generated/SoundFormat';
import type { TakeRow } from '../generated/TakeRow';
import type { Takes } from '../generated/Takes';
import type { TakesOf } from '../generated/TakesOf';
import { calibrationOf } from './calibration';

export class FakeKeeping {
  /** Shared by all parts of the fake; newest first. */
  readonly rows: TakeRow[];
  /** What is wrong with the folder. */
  notices: Notice[] = [];
  /** The takes whose files were shown in their folder, by id. */
  readonly revealed: string[] = [];
  #rule: KeepRule = { kind: 'all' };

  constructor(rows: TakeRow[]) {
    this.rows = rows;
  }

  takesOf(request: TakesOf): TakeRow[] {
    return this.#newestFirst().filter(({ card, interview }) =>
      request.kind === 'card'
        ? card?.id === request.card
        : interview?.interview === request.interview,
    );
  }

  takes(): Takes {
    const items = this.#newestFirst();
    const over = tooMany(items, this.#rule);
    return {
      items,
      bytes: sizeOf(items),
      folder: '/home/ada/.local/share/rehearse/recordings',
      rule: this.#rule,
      over: over.map(({ id }) => id),
      overBytes: sizeOf(over),
      notices: this.notices,
    };
  }

  setKeepRule(rule: KeepRule): Takes {
    this.#rule = { ...rule };
    return this.takes();
  }

  keepTake({ take, starred, note }: KeepTake): TakeRow {
    return Object.assign(this.#find(take), { starred, note });
  }

  deleteTakes(ids: string[]): Takes {
    for (const id of ids) Object.assign(this.#find(id), { sound: 'deleted', bytes: 0 });
    return this.takes();
  }

  exportTake(id: string, format: SoundFormat): string {
    return `/home/ada/Documents/rehearse/${this.#withSound(id).id}.${format}`;
  }

  revealTake(id: string): void {
    this.revealed.push(this.#withSound(id).id);
  }

  calibration(): Calibration {
    return calibrationOf(this.#newestFirst());
  }

  #newestFirst(): TakeRow[] {
    return [...this.rows].sort((one, other) => other.begunAt - one.begunAt);
  }

  #find(id: string): TakeRow {
    const take = this.rows.find((row) => row.id === id);
    if (!take) throw new AppError('notFound', 'This take is not there any more.');
    return take;
  }

  #withSound(id: string): TakeRow {
    const take = this.#find(id);
    if (take.sound !== 'kept') {
      throw new AppError('notFound', 'The sound of this take is not there any more.');
    }
    return take;
  }
}

/** The takes that a rule gives up; starred ones never. */
function tooMany(newestFirst: TakeRow[], rule: KeepRule): TakeRow[] {
  if (rule.kind === 'all') return [];
  const kept = new Map<string, number>();
  return newestFirst.filter(({ questionHtml, bytes, sound, starred }) => {
    if (sound !== 'kept') return false;
    const of = rule.kind === 'last' ? questionHtml : '';
    const amount = (kept.get(of) ?? 0) + (rule.kind === 'last' ? 1 : bytes);
    kept.set(of, amount);
    return !starred && amount > (rule.kind === 'last' ? rule.count : rule.megabytes * 1_000_000);
  });
}

function sizeOf(takes: TakeRow[]): number {
  return takes.reduce((sum, { bytes }) => sum + bytes, 0);
}
