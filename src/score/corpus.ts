import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { judgeCapture } from '../engine/capture.ts';
import { noFacts, read } from '../engine/reading.ts';
import type { Check, Exchange, Finding, JsonObject, JsonValue, Level } from '../vocabulary.ts';
import { isObject, member, stringOf } from '../wire/members.ts';

/** One recorded answer of the corpus that one check flags. */
export interface Flag {
  readonly exchange: string;
  readonly provider: string;
  readonly check: string;
  readonly level: Level;
  readonly finding: Finding;
}

/** What the checks say of a corpus of recorded answers. */
export interface CorpusScore {
  readonly total: ReadonlyMap<string, number>;
  readonly clean: ReadonlyMap<string, number>;
  readonly flags: readonly Flag[];
  readonly errors: readonly string[];
}

/** The lines of a corpus, or `null` where it is absent. */
export function readCorpus(path: string): readonly JsonObject[] | null {
  if (!existsSync(path)) return null;
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): JsonValue => JSON.parse(line))
    .filter(isObject);
}

/** Judges every answer of a corpus as captured traffic. */
export function scoreCorpus(lines: readonly JsonObject[], checks: readonly Check[]): CorpusScore {
  const total = new Map<string, number>();
  const clean = new Map<string, number>();
  const flags: Flag[] = [];
  const errors: string[] = [];
  for (const line of lines) {
    const provider = stringOf(member(line, 'provider')) ?? 'unknown';
    const exchange = exchangeOf(line);
    const dialect = provider === 'azure' ? 'azure' : null;
    const judged = judgeCapture(read(exchange, { ...noFacts, dialect }), checks);
    total.set(provider, (total.get(provider) ?? 0) + 1);
    let flagged = false;
    for (const { check, verdict } of judged) {
      const { id, level } = check.requirement;
      if (verdict.verdict === 'error') errors.push(`${exchange.source} ${id}: ${verdict.detail}`);
      if (verdict.verdict !== 'fail') continue;
      flagged = true;
      const [finding] = verdict.findings;
      flags.push({ exchange: exchange.source, provider, check: id, level, finding });
    }
    if (!flagged) clean.set(provider, (clean.get(provider) ?? 0) + 1);
  }
  return { total, clean, flags, errors };
}

function exchangeOf(line: JsonObject): Exchange {
  const headers = member(line, 'response_headers');
  const request = member(line, 'request');
  const status = member(line, 'status');
  const recorded = Date.parse(stringOf(member(line, 'recorded_at')) ?? '');
  return {
    source: stringOf(member(line, 'id')) ?? '',
    request: isObject(request)
      ? {
          method: 'POST',
          url: stringOf(member(line, 'url_path')) ?? '',
          headers: [],
          json: request,
          text: null,
        }
      : null,
    status: typeof status === 'number' ? status : null,
    headers: isObject(headers)
      ? Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
      : null,
    body: Buffer.from(stringOf(member(line, 'body')) ?? ''),
    fidelity: member(line, 'faithful') === 'bytes' ? 'bytes' : 'text',
    frames: null,
    ending: 'complete',
    failure: null,
    headMs: null,
    endMs: null,
    attempts: [],
    evidence: 'recorded',
    date: Number.isNaN(recorded) ? null : new Date(recorded).toISOString(),
    target: null,
    server: null,
    tool: null,
  };
}
