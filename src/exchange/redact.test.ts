import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactor } from './redact.ts';

// What keys are made of; surroundings and escapes of the tests have other characters.
const ALPHABET = 'abcxyzABCXYZ0159-_.~+/=';
const key = fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(...ALPHABET) });
const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Spells each character of a key in one of the ways that JSON and URLs allow. */
const spelled = (secret: string, ways: readonly number[]) =>
  [...secret]
    .map((character, at) => {
      const hex = character.charCodeAt(0).toString(16);
      const inJson = JSON.stringify(character).slice(1, -1);
      switch (ways[at % ways.length]) {
        case 1:
          return `\\u${hex.padStart(4, '0').toUpperCase()}`;
        case 2:
          return `%${hex.padStart(2, '0')}`;
        case 3:
          return character === '/' ? '\\/' : inJson;
        case 4:
          return `&#x${hex};`;
        default:
          return character;
      }
    })
    .join('');

describe('redactor', () => {
  it('hides a key in every spelling and keeps every length', () => {
    fc.assert(
      fc.property(
        key,
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 }),
        (secret, ways) => {
          const echo = spelled(secret, ways);
          const body = utf8(`{"message":"é ${echo} é"}`);
          const hidden = redactor([secret]).bytes(body);
          expect(hidden).toHaveLength(body.length);
          expect(textOf(hidden)).toBe(`{"message":"é ${'*'.repeat(echo.length)} é"}`);
          expect(redactor([secret]).text(echo)).toBe('*'.repeat(echo.length));
        },
      ),
    );
  });

  it('hides a key that was escaped by JSON twice', () => {
    const secret = 'sk/with"quote\\and-more';
    const twice = JSON.stringify(JSON.stringify(secret));
    expect(redactor([secret]).text(twice)).not.toMatch(/with|quote|and-more/);
  });

  it('hides the base64 of a key at any position', () => {
    fc.assert(
      fc.property(key, fc.string({ unit: 'grapheme-ascii' }), (secret, before) => {
        const hidden = redactor([secret]).text(
          Buffer.from(`${before}${secret}`).toString('base64'),
        );
        fc.pre(secret.length >= 12);
        expect(hidden).toContain('*'.repeat(8));
      }),
    );
  });

  it('hides a key wherever it lies in a large body', () => {
    const secret = 'sk-spread-over-windows';
    const { bytes } = redactor([secret]);
    for (const before of [1024 * 1024 - 10, 1024 * 1024, 2 * 1024 * 1024 - 1]) {
      const body = utf8(`${'x'.repeat(before)}${secret}${'y'.repeat(1000)}`);
      const hidden = textOf(bytes(body));
      expect(hidden.slice(before, before + secret.length)).toBe('*'.repeat(secret.length));
      expect([hidden.length, hidden.at(-1), hidden.includes('sk-')]).toEqual([
        body.length,
        'y',
        false,
      ]);
    }
  });

  it('leaves bytes that hold no key as they are, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (body) => {
        expect(redactor(['no-such-key-here']).bytes(body)).toEqual(body);
      }),
    );
  });

  it('hides the longer of two keys that begin alike', () => {
    const hide = redactor(['sk-short-key', 'sk-short-key-and-longer']);
    expect(hide.text('a sk-short-key-and-longer z')).toBe(`a ${'*'.repeat(23)} z`);
  });

  it('stays linear on a body of backslashes', () => {
    const body = utf8('\\'.repeat(500_000));
    expect(redactor(['sk-some-long-key']).bytes(body)).toEqual(body);
  });

  it('hides keys of any length', () => {
    for (const length of [200, 201, 2001, 16_000]) {
      const secret = `sk-${'a1B2'.repeat(length)}`.slice(0, length);
      const { text, bytes } = redactor([secret]);
      expect(text(`<${JSON.stringify(secret)}>`)).toBe(`<"${'*'.repeat(length)}">`);
      expect(textOf(bytes(utf8(`é${secret}`)))).toBe(`é${'*'.repeat(length)}`);
    }
  });

  it('hides the beginning of a key in which a body was cut', () => {
    const secret = 'sk-cut-anywhere-0123';
    for (let length = 8; length < secret.length; length += 1) {
      const body = `Incorrect key: ${secret.slice(0, length)}`;
      const open = `Incorrect key: ${'*'.repeat(length)}`;
      expect(textOf(redactor([secret]).bytes(utf8(body)))).toBe(open);
      expect(redactor([secret]).text(body)).toBe(open);
    }
    expect(redactor([secret]).text('sk-cut-')).toBe('sk-cut-');
  });

  it('hides the beginning of a long key, too, of which a first piece is hidden as a whole', () => {
    const secret = `eyJ${Array.from({ length: 150 }, (_, n) => n.toString(36).padStart(4, 'x')).join('')}`;
    for (const length of [150, 210, 260, 420, secret.length - 1]) {
      const cut = `Incorrect key: ${secret.slice(0, length)}`;
      const open = `Incorrect key: ${'*'.repeat(length)}`;
      expect(textOf(redactor([secret]).bytes(utf8(cut)))).toBe(open);
      expect(redactor([secret]).text(cut)).toBe(open);
    }
  });

  it('leaves nothing of a key in whatever way a server echoes it, wherever the network cuts', () => {
    const echoes: readonly ((secret: string) => string)[] = [
      (secret) => secret,
      (secret) => JSON.stringify({ error: secret }),
      (secret) => JSON.stringify(JSON.stringify({ s: secret })),
      (secret) => encodeURIComponent(secret),
      (secret) => encodeURIComponent(encodeURIComponent(secret)),
      (secret) => new URLSearchParams({ secret }).toString(),
      (secret) => Buffer.from(`user:${secret}`).toString('base64'),
      (secret) => Buffer.from(secret).toString('base64url'),
      (secret) => encodeURIComponent(Buffer.from(secret).toString('base64')),
      (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
      (secret) => [...secret].map((one) => `&#${one.codePointAt(0)};`).join(''),
    ];
    const printable = fc.string({ minLength: 16, maxLength: 60, unit: 'grapheme-ascii' });
    const secrets = printable.filter((text) => /^[!-~]+$/.test(text) && new Set(text).size > 8);
    fc.assert(
      fc.property(secrets, fc.constantFrom(...echoes), fc.nat(40), (secret, echo, before) => {
        const said = `${'x '.repeat(before)}${echo(secret)}`;
        const hidden = textOf(redactor([secret]).bytes(utf8(said)));
        expect(hidden).toHaveLength(said.length);
        // What stays open is the wrapping, and a few characters at the seams of base64.
        expect(hidden.slice(2 * before)).not.toMatch(/[^*]{13}/);
        expect(hidden).not.toContain(secret);
      }),
    );
  });

  describe('following a body', () => {
    /** What is shown after each piece, and the rest of the whole. */
    const followed = (secrets: readonly string[], pieces: readonly string[]) => {
      const show = redactor(secrets).follow();
      return pieces.map((piece) => textOf(show(utf8(piece))));
    };

    it('shows the beginning of what it makes of the whole, wherever the network cuts', () => {
      const ways = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 });
      const echoes: readonly ((text: string) => string)[] = [
        (text) => text,
        (text) => JSON.stringify(JSON.stringify({ text })),
        (text) => encodeURIComponent(encodeURIComponent(text)),
        (text) => Buffer.from(`user:${text}`).toString('base64'),
        (text) => Buffer.from(text).toString('hex').toUpperCase(),
      ];
      const cuts = fc.array(fc.nat(300), { maxLength: 30 });
      fc.assert(
        fc.property(
          key,
          ways,
          fc.constantFrom(...echoes),
          fc.string(),
          cuts,
          (secret, how, echo, other, at) => {
            const said = `${other}${spelled(secret, how)} ${echo(secret)}${secret}${other}${secret.slice(0, 5)}`;
            const body = utf8(said);
            const redact = redactor([secret, `${secret}${secret.slice(0, 8)}`]);
            const show = redact.follow();
            const places = [0, ...at.filter((one) => one < body.length), body.length].toSorted(
              (one, next) => one - next,
            );
            const shown = places
              .slice(1)
              .map((to, nth) => show(body.subarray(places[nth] ?? 0, to)));
            const all = Buffer.concat(shown);
            expect(textOf(all)).toBe(textOf(redact.bytes(body).subarray(0, all.length)));
          },
        ),
      );
    });

    it('holds back nothing but what may be the beginning of a key', () => {
      const secret = 'sk-some-long-key';
      const pieces = [
        'data: {"a":"s',
        'o"}\n\n',
        'data: "\\u00',
        '7',
        '4"\n',
        'k-some-long-key',
        '%',
        '73k',
        '!',
      ];
      expect(followed([secret], pieces)).toEqual([
        'data: {"a":"',
        'so"}\n\n',
        'data: "',
        '',
        '\\u0074"\n',
        'k-some-long-key',
        '',
        '',
        '%73k!',
      ]);
    });

    it('hides a key byte by byte, and the longer of two keys that begin alike', () => {
      const secrets = ['sk-short-key', 'sk-short-key-and-longer'];
      const said = '<sk-short-key-and-longer><sk-short-key><sk-short-key-an>';
      const shown = followed(secrets, [...said]).join('');
      expect(shown).toBe(`<${'*'.repeat(23)}><${'*'.repeat(12)}><${'*'.repeat(12)}-an>`);
    });

    it('hides keys of any length', () => {
      for (const length of [200, 201, 2001]) {
        const secret = `sk-${'a1B2'.repeat(length)}`.slice(0, length);
        const pieces = `é${secret}é`.match(/.{1,1000}/gs) ?? [];
        expect(followed([secret], pieces).join('')).toBe(`é${'*'.repeat(length)}é`);
      }
    });
  });

  it('does not look for keys that are too short to be told from words', () => {
    expect(redactor(['short']).text('a short text')).toBe('a short text');
  });
});
