import classes from './AssetMark.module.css';

const hues = [212, 262, 172, 28, 338, 146, 48, 300] as const;

/** A round mark for a share, a coin or a currency. The name always stands beside it, so a screen reader skips it. */
export function AssetMark({ name, size = 36 }: { name: string; size?: number }) {
  const hue = hues[Array.from(name).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % hues.length];
  const letters = name.replace(/-.*/, '').slice(0, 4);
  return (
    <span
      aria-hidden
      className={classes.mark}
      style={{
        width: size,
        height: size,
        fontSize: size * (letters.length > 3 ? 0.28 : 0.31),
        ['--hue' as string]: hue,
      }}
    >
      {letters}
    </span>
  );
}
