import { lineAt } from './code-tree.ts';
import type { PageFinding } from './example.ts';
import { type UnknownName, unknownNames, unknownStreamOptions } from './members.ts';
import type { Block } from './reading.ts';

/** A finding at an offset of a block. */
export function findingAt(
  block: Block,
  offset: number,
  finding: Omit<PageFinding, 'line' | 'column'>,
): PageFinding {
  const line = lineAt(offset, block.text);
  const lineStart = block.text.lastIndexOf('\n', offset - 1) + 1;
  return {
    ...finding,
    line: block.firstLine + line,
    column: offset - lineStart + (block.columns[line] ?? 1),
  };
}

/** The findings about members that no documented request has. */
export function nameFindings(
  block: Block,
  members: readonly { readonly name: string; readonly at: number }[],
  language: 'json' | 'python' | 'javascript',
): readonly PageFinding[] {
  const unknown = unknownNames(
    members.map(({ name }) => name),
    language,
  );
  return unknown.map((each) => nameFinding(block, each, placeOf(members, each.name)));
}

/** The findings about members that `stream_options` does not have. */
export function streamOptionFindings(
  block: Block,
  members: readonly { readonly name: string; readonly at: number }[],
): readonly PageFinding[] {
  const unknown = unknownStreamOptions(members.map(({ name }) => name));
  return unknown.map((each) => nameFinding(block, each, placeOf(members, each.name)));
}

function placeOf(
  members: readonly { readonly name: string; readonly at: number }[],
  name: string,
): number {
  return members.find((member) => member.name === name)?.at ?? 0;
}

/** A near miss is a typing error; a name near to nothing may be a vendor's own. */
function nameFinding(block: Block, { name, nearest }: UnknownName, at: number): PageFinding {
  if (nearest === null) {
    return findingAt(block, at, {
      text: name,
      verdict: 'unknown',
      why: `"${name}" is no documented member of a chat request; it may be the vendor's own`,
      remedy: 'make sure that the endpoint knows it',
    });
  }
  return findingAt(block, at, {
    text: name,
    verdict: 'contradicted',
    why: `"${name}" is no documented member of a chat request`,
    remedy: `write "${nearest}"`,
  });
}
