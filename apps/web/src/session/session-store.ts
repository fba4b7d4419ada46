import { createClient, ProblemError, type Client, type Schemas } from '@tradeyard/api-client';

export type User = Schemas['UserDto'];
type SignedIn = Schemas['SignedInDto'];

export type SessionState =
  /** Nobody knows yet: the refresh cookie is being asked. */
  | { readonly status: 'unknown' }
  | { readonly status: 'unreachable'; readonly error: unknown }
  | { readonly status: 'signedOut'; readonly byChoice: boolean; readonly accountClosed?: boolean }
  | { readonly status: 'signedIn'; readonly user: User };

/** Says that there may be a refresh cookie, which a page cannot see. Without it a first visit asks for nothing. */
const hintKey = 'tradeyard-session';

/** Who is signed in on this device. The access token is kept in memory only, where no other page finds it. */
export class SessionStore {
  private state: SessionState = { status: 'signedOut', byChoice: false };
  private accessToken: string | undefined;
  private readonly listeners = new Set<() => void>();
  readonly client: Client;

  constructor(baseUrl: string) {
    this.client = createClient({
      baseUrl,
      getToken: () => this.accessToken,
      refresh: () => this.refresh(),
      // Looked up anew each time: a test puts its own in place of the browser's.
      fetch: (request) => globalThis.fetch(request),
    });
    if (hasHint()) this.state = { status: 'unknown' };
    // Signing out in one tab signs out in all.
    addEventListener('storage', ({ key, newValue }) => {
      if (key === hintKey && newValue === null) this.forget(true);
    });
  }

  readonly getState = (): SessionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks the refresh cookie who this is, once at the start or again after the server could not be reached. */
  readonly restore = async (): Promise<void> => {
    if (this.state.status !== 'unknown' && this.state.status !== 'unreachable') return;
    this.become({ status: 'unknown' });
    await this.refresh().catch((error: unknown) => this.become({ status: 'unreachable', error }));
  };

  readonly signIn = async (body: Schemas['SignInDto']): Promise<void> => {
    const { data } = await this.client.POST('/auth/login', { body });
    if (data) this.keep(data);
  };

  readonly register = async (body: Schemas['RegisterDto']): Promise<void> => {
    const { data } = await this.client.POST('/auth/register', { body });
    if (data) this.keep(data);
  };

  readonly signOut = async (): Promise<void> => {
    // Who signs out is signed out here even when the server does not answer.
    await this.client.POST('/auth/logout').catch(() => undefined);
    this.forget(true);
  };

  /** Closes the account for good, as far as its owner can: the API asks for the password and that nothing is in it. */
  readonly closeAccount = async (password: string): Promise<void> => {
    await this.client.POST('/me/close', { body: { password } });
    this.forget(true, true);
  };

  readonly updateUser = (user: User): void => this.become({ status: 'signedIn', user });

  /** A token that the API takes right now; null when nobody is signed in. Throws when the API cannot be reached. */
  readonly freshToken = async (): Promise<string | null> => {
    // The client renews a token that has ended.
    await this.client.GET('/me');
    return this.accessToken ?? null;
  };

  /** A token that has just begun; null when nobody is signed in. Throws when the API cannot be reached. */
  readonly renewedToken = async (): Promise<string | null> => (await this.refresh()) ?? null;

  private async refresh(): Promise<string | undefined> {
    try {
      const { data } = await this.client.POST('/auth/refresh');
      if (data) this.keep(data);
      return data?.accessToken;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      this.forget(false);
      return undefined;
    }
  }

  private keep({ accessToken, user }: SignedIn): void {
    this.accessToken = accessToken;
    setHint(true);
    this.become({ status: 'signedIn', user });
  }

  private forget(byChoice: boolean, accountClosed = false): void {
    this.accessToken = undefined;
    setHint(false);
    this.become({ status: 'signedOut', byChoice, accountClosed });
  }

  private become(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

// Storage can be forbidden; then every visit begins signed out.
function hasHint(): boolean {
  try {
    return localStorage.getItem(hintKey) !== null;
  } catch {
    return false;
  }
}

function setHint(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(hintKey, '1');
    else localStorage.removeItem(hintKey);
  } catch {
    // See above.
  }
}
