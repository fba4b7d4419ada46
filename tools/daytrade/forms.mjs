/** The way on which any line can go. */
export const anyLine = 'commands';

const pathOf = (name) => name.toLowerCase().replaceAll('_', '-');
const nameOf = (path) => path.toUpperCase().replaceAll('-', '_');

/**
 * How lines are written. One by one each goes to the endpoint of its command, which takes its arguments as fields, and
 * one that has none as a single line to `/commands`; in batches all go there. DUMPLOG's endpoint is of its own kind.
 */
export function formsOf(batch, { argumentsOf }) {
  if (batch > 1) return { prepare: prepareAny };
  const paths = new Map(
    Object.keys(argumentsOf)
      .filter((name) => name !== 'DUMPLOG')
      .map((name) => [name, pathOf(name)]),
  );
  return { prepare: prepareOwn };

  function prepareOwn(written, command) {
    const path = paths.get(written.name);
    const fields = argumentsOf[written.name];
    if (!path || fields.length !== written.args.length) return prepareAny(written, command);
    const values = fields.map((field, index) => `"${field}":${quote(written.args[index])}`);
    return lineOf(written, command, path, objectOf(written.transaction, values));
  }
}

function prepareAny(written, command) {
  const { transaction, name, args } = written;
  const values = [`"command":${quote(name)}`, `"args":[${args.map(quote).join(',')}]`];
  return lineOf(written, command, anyLine, objectOf(transaction, values));
}

// Joined, since a sum of strings would be kept as its many parts until somebody reads it.
const objectOf = (transaction, values) =>
  ['{"transaction":', transaction, ',', values.join(','), '}'].join('');

const lineOf = ({ transaction, name, args }, { user, filename }, path, body) => ({
  transaction,
  user,
  path,
  body,
  // What it takes to write it in another form; few lines ever need that.
  ...(name === 'DUMPLOG' && { filename, isOfSystem: args.length === 1 }),
});

/** A line that its endpoint did not understand, for `/commands`, where anything can be said. */
export function asAnyLine({ user, path, body }) {
  const { transaction, ...fields } = JSON.parse(body); // in the order of the arguments
  return prepareAny({ transaction, name: nameOf(path), args: Object.values(fields) }, { user });
}

/** JSON of ASCII only, so that a text has as many bytes as characters. */
export const quote = (text) =>
  /^[\w .+/-]*$/.test(text)
    ? `"${text}"`
    : JSON.stringify(text).replace(
        /[\u007f-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
