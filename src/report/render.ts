import { renderBadge } from './badge.ts';
import type { Report } from './format.ts';
import { renderAnnotations } from './github.ts';
import { renderHtml } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';

/** The formats of `render`, by name. */
export const RENDERERS: ReadonlyMap<string, (report: Report) => string> = new Map([
  ['markdown', renderMarkdown],
  ['html', renderHtml],
  ['junit', renderJunit],
  ['github', renderAnnotations],
  ['badge', renderBadge],
]);
