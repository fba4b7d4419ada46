import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react';
import { problemSentence } from '../../problem.js';
import {
  previewImport,
  runImport,
  type ImportOptions,
  type ImportPreview,
  type ImportProgress,
  type ImportReport,
} from '../../tracked/import.js';
import { useRefreshTracked } from '../../tracked/tracked.js';

export type PreviewState = {
  step: 'preview';
  file: File;
  options: ImportOptions;
  /** The last one that there was; null until the first is there. */
  preview: ImportPreview | null;
  isPending: boolean;
  /** Whether it could not be looked at with these options: the preview is of others, if there is one. */
  isOutdated: boolean;
  problem: string | null;
};

/** Where an import is, and what that step shows. */
export type ImportState =
  | { step: 'choose'; problem: string | null }
  | PreviewState
  | { step: 'importing'; file: File; options: ImportOptions; progress: ImportProgress | null }
  | { step: 'report'; file: File; report: ImportReport };

type UseImport = {
  state: ImportState;
  choose: (file: File) => void;
  /** Looks at the file again, with other options. */
  change: (options: Partial<ImportOptions>) => void;
  begin: () => void;
  restart: () => void;
};

/** What a server takes at most, so that nobody waits for an upload that is refused. */
const fileBytesMax = 64 * 1024 * 1024;

const atFirst: ImportOptions = { format: null, mapping: null, duplicates: 'skip' };

/** The steps of an import; one request runs at a time, and none after the page is left. */
export function useImport(id: string): UseImport {
  const [state, setState] = useState<ImportState>({ step: 'choose', problem: null });
  const refresh = useRefreshTracked();
  const { start, stop } = useOneAtATime();
  const steps: Steps = { id, setState, start };
  return {
    state,
    choose: (file) => {
      const problem = fileProblem(file);
      if (problem === null) void look(steps, file, atFirst, null);
      else setState({ step: 'choose', problem });
    },
    change: (changed) => {
      if (state.step !== 'preview') return;
      void look(steps, state.file, { ...state.options, ...changed }, state.preview);
    },
    begin: () => {
      if (state.step === 'preview') void run(steps, state, refresh);
    },
    restart: () => {
      stop();
      setState({ step: 'choose', problem: null });
    },
  };
}

/** A new request ends the one before, and leaving the page the last. */
function useOneAtATime(): { start: () => AbortSignal; stop: () => void } {
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return {
    start: () => {
      running.current?.abort();
      running.current = new AbortController();
      return running.current.signal;
    },
    stop: () => running.current?.abort(),
  };
}

type Steps = { id: string; setState: Dispatch<SetStateAction<ImportState>>; start: () => AbortSignal };

/** Reads the file by these options; the preview `before` stays until there is another. */
async function look(
  { id, setState, start }: Steps,
  file: File,
  options: ImportOptions,
  before: ImportPreview | null,
): Promise<void> {
  const signal = start();
  const looking = { step: 'preview', file, options, preview: before, problem: null } as const;
  setState({ ...looking, isPending: true, isOutdated: false });
  try {
    const preview = await previewImport(id, file, options, signal);
    setState({ ...looking, preview, isPending: false, isOutdated: false });
  } catch (error) {
    if (signal.aborted) return;
    setState({ ...looking, isPending: false, isOutdated: true, problem: problemSentence(error) });
  }
}

/** Imports what the preview shows; where that is refused, the preview is there again and says why. */
async function run(
  { id, setState, start }: Steps,
  before: PreviewState,
  refresh: () => Promise<void>,
): Promise<void> {
  const { file, options, preview } = before;
  const signal = start();
  const importing = { step: 'importing', file, options } as const;
  setState({ ...importing, progress: null });
  try {
    const report = await runImport(
      id,
      file,
      importedAs(options, preview),
      (progress) => setState({ ...importing, progress }),
      signal,
    );
    setState({ step: 'report', file, report });
    await refresh();
  } catch (error) {
    if (!signal.aborted) setState({ ...before, isPending: false, problem: problemSentence(error) });
  }
}

/** A table that nobody knew is imported by what its preview says of its columns. */
const importedAs = (options: ImportOptions, preview: ImportPreview | null): ImportOptions =>
  preview?.mapping
    ? { ...options, format: preview.format, mapping: options.mapping ?? preview.mapping }
    : options;

function fileProblem(file: File): string | null {
  if (!/\.(csv|tsv|txt|json)$/i.test(file.name)) return `${file.name} is neither a CSV nor a JSON file.`;
  if (file.size === 0) return `${file.name} is empty.`;
  if (file.size > fileBytesMax) return `${file.name} is larger than 64 MB. Split it into smaller files.`;
  return null;
}
