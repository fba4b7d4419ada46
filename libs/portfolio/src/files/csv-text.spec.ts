import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, csvReader, csvRows, detectSeparator, unguarded } from './csv-text.js';

describe('csv', () => {
  it.each<[string, string, [number, ...string[]][]]>([
    [
      'plain lines',
      'a,b\n1,2\n',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    ['a byte order mark', '\ufeffa,b\n', [[1, 'a', 'b']]],
    [
      'carriage returns',
      'a,b\r\n1,2\r3,4',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    ],
    ['quotes', '"a,1","b ""x"""\n', [[1, 'a,1', 'b "x"']]],
    [
      'a cell of two lines',
      '"a\nb",c\nd,e\n',
      [
        [1, 'a\nb', 'c'],
        [3, 'd', 'e'],
      ],
    ],
    [
      'empty lines',
      '\n\na,b\n\n1,2',
      [
        [3, 'a', 'b'],
        [5, '1', '2'],
      ],
    ],
    ['empty cells', ',\n', [[1, '', '']]],
    ['a quote within a cell', 'a "b" c,d\n', [[1, 'a "b" c', 'd']]],
  ])('reads %s', (_, text, rows) => {
    expect(csvRows(text, ',').map(({ line, cells }) => [line, ...cells])).toEqual(rows);
  });

  it.each(['a,b\n1,"2\n3,4\n', `"${'x'.repeat(200_000)}`])('refuses a quote that does not end', (text) => {
    expect(() => csvRows(text, ',')).toThrow(expect.objectContaining({ code: 'csv_malformed' }));
  });

  it('reads the same however the text is cut', () => {
    const text = '\ufeffa,"b ""x""\r\ny",c\r\n1,2,3\r\n\r\n"q,""",5,6\r7,8,9';
    const whole = csvRows(text, ',');
    for (let size = 1; size < text.length; size += 1) {
      const reader = csvReader(',');
      const rows = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        reader.push(text.slice(index * size, (index + 1) * size)),
      ).flat();
      expect([...rows, ...reader.end()]).toEqual(whole);
    }
  });

  it.each([
    ['Date,Type\n1,2', ','],
    ['Datum;Wert\n2024-01-01;1,50\n2024-01-02;2,50', ';'],
    ['Date;Price;Note\n1;1,234.50;"a,b"', ';'],
    ['a\tb\n1\t2,5', '\t'],
    ['one column', ','],
    ['You can use this report, or not.\n\nTimestamp,Type,Asset\n1,2,3\n', ','],
  ])('%j is divided by %j', (text, separator) => {
    expect(detectSeparator(text)).toBe(separator);
  });

  it.each(['=1+1', '+49 30', '-cmd', '@x', '\tx', '\rx', "'=x", "''@x", '\nx'])(
    'guards %j against formulas',
    (cell) => {
      const [row] = csvRows(csvLine([cell, 'x']), ',');
      expect(row?.cells[0]).toMatch(/^'/);
      expect(unguarded(row?.cells[0] ?? '')).toBe(cell);
    },
  );

  it.each(['-12.5', '12', "it's", "'quoted'", ''])('leaves %j as it is', (cell) => {
    expect(csvLine([cell, 'x'])).toBe(`${cell},x\r\n`);
  });

  it('gives back whatever was written', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', "'", '=', '-', '+', '@', '\t', ' ', ';', '1', 'é'),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 4 }), (cells) => {
        expect(csvRows(csvLine(cells), ',').map((row) => row.cells.map(unguarded))).toEqual([cells]);
      }),
      { numRuns: 500 },
    );
  });
});
