import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

type Page = ComponentType;
type LoadPage = () => Promise<{ default: Page }>;

const pages: LoadPage[] = [];

/** A page whose code is fetched when it is opened, or by `preloadPages` before. */
export function lazyPage(load: LoadPage): LazyExoticComponent<Page> {
  pages.push(load);
  return lazy(load);
}

/** Fetches the code of all pages while nothing else is to be done, so that the next one opens at once. */
export function preloadPages(): void {
  // A page that cannot be fetched now is fetched again when it is opened.
  setTimeout(() => pages.forEach((load) => void load().catch(() => undefined)), idleMs);
}

/** By then the first page has what it needs. */
const idleMs = 3000;
