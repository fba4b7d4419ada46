/** What the server said: `body` is the parsed JSON, or the text where it is none. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an assertion names the field it wants and fails when it is not there
export type Answer<Body = any> = { readonly status: number; readonly headers: Headers; readonly body: Body };

export type RequestHeaders = Readonly<Record<string, string>>;

/** Speaks to the API over real HTTP: paths are under /api/v1; a body that is an object is sent as JSON, text as it is. */
export class TestClient {
  constructor(
    private readonly origin: string,
    private readonly headers: RequestHeaders = {},
  ) {}

  /** The same client with further headers on every request. */
  with(headers: RequestHeaders): TestClient {
    return new TestClient(this.origin, { ...this.headers, ...headers });
  }

  get(path: string, headers?: RequestHeaders): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, body?: unknown, headers?: RequestHeaders): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers?: RequestHeaders): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  async send(method: string, path: string, body?: unknown, headers: RequestHeaders = {}): Promise<Answer> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }
}
