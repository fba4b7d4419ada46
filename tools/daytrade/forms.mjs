/** What the endpoint of a command is told besides its number; DUMPLOG has one of its own kind. */
const fieldsOf = {
  ADD: ['user', 'amount'],
  QUOTE: ['user', 'symbol'],
  BUY: ['user', 'symbol', 'amount'],
  COMMIT_BUY: ['user'],
  CANCEL_BUY: ['user'],
  SELL: ['user', 'symbol', 'amount'],
  COMMIT_SELL: ['user'],
  CANCEL_SELL: ['user'],
  SET_BUY_AMOUNT: ['user', 'symbol', 'amount'],
  SET_BUY_TRIGGER: ['user', 'symbol', 'price'],
  CANCEL_SET_BUY: ['user', 'symbol'],
  SET_SELL_AMOUNT: ['user', 'symbol', 'amount'],
  SET_SELL_TRIGGER: ['user', 'symbol', 'price'],
  CANCEL_SET_SELL: ['user', 'symbol'],
  DISPLAY_SUMMARY: ['user'],
};

/** The way on which any line can go. */
export const anyLine = 'commands';

const paths = Object.fromEntries(
  Object.keys(fieldsOf).map((name) => [name, name.toLowerCase().replaceAll('_', '-')]),
);

/**
 * How lines are written. One by one each goes to the endpoint of its command, and one that has none as a single line to
 * `/commands`; in batches all go there.
 */
export const formsOf = (batch) => ({ prepare: batch > 1 ? prepareAny : prepareOwn });

function prepareOwn(written, command) {
  const fields = fieldsOf[written.name];
  if (!fields || fields.length !== written.args.length) return prepareAny(written, command);
  const values = fields.map((field, index) => `"${field}":${quote(written.args[index])}`);
  return lineOf(written, command, paths[written.name], objectOf(written.transaction, values));
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
export function asAnyLine({ transaction, user, path, body }) {
  const [name] = Object.entries(paths).find(([, each]) => each === path);
  const fields = JSON.parse(body);
  return prepareAny({ transaction, name, args: fieldsOf[name].map((field) => fields[field]) }, { user });
}

/** JSON of ASCII only, so that a text has as many bytes as characters. */
export const quote = (text) =>
  /^[\w .+/-]*$/.test(text)
    ? `"${text}"`
    : JSON.stringify(text).replace(
        /[\u007f-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
