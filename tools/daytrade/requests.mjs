import { anyLine } from './forms.mjs';

export const apiPath = '/api/v1/daytrading';

/** Writes requests to one workload. What is the same for all of them is written once for each token. */
export class Requests {
  #target;
  #workload;
  #token;
  #heads = new Map();

  constructor(target, workload, token) {
    this.#target = target;
    this.#workload = workload;
    this.#token = token;
  }

  renew(token) {
    this.#token = token;
    this.#heads.clear();
  }

  /** A single line to where it goes. */
  ofLine({ path, body }) {
    return `${this.#head(path)}${body.length}\r\n\r\n${body}`;
  }

  /** Lines of one user. */
  ofBatch(lines) {
    const body = lines.map((line) => line.body).join('\n');
    return `${this.#head(anyLine)}${body.length}\r\n\r\n${body}`;
  }

  #head(path) {
    const found = this.#heads.get(path);
    if (found) return found;
    const type = path === anyLine ? 'application/x-ndjson' : 'application/json';
    const head = [
      `POST ${this.#target.path}${apiPath}/${path}?workload=${this.#workload} HTTP/1.1`,
      `Host: ${this.#target.host}`,
      `Authorization: Bearer ${this.#token}`,
      `Content-Type: ${type}`,
      'Content-Length: ',
    ].join('\r\n');
    this.#heads.set(path, head);
    return head;
  }
}
